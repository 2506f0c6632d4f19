"""Data augmentation: small random changes of the training images."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import tensorflow as tf

Tensor = Any  # tf.Tensor; TensorFlow has no usable type annotations.

ELASTIC_GRID = 5
GAMMA_SHARE = 0.30


@dataclass(frozen=True)
class Distortion:
    """The strength of the augmentation; each value is drawn per image, uniformly up to this much either way.

    Attributes:
        turn_deg: rotation, in degrees.
        shear: horizontal, as a share of the height; half as much vertically.
        log_scale: of width and height independently; 0.12 means a factor of 0.89 to 1.13.
        shift_px: horizontally and vertically.
        elastic_px: the amplitude of a smooth displacement field.
        thinner_share, thicker_share: the shares of images whose lines get thinner or thicker.
    """

    turn_deg: float
    shear: float = 0.25
    log_scale: float = 0.12
    shift_px: float = 1.5
    elastic_px: float = 1.1
    thinner_share: float = 0.12
    thicker_share: float = 0.15


def distort(how: Distortion) -> Callable[[Tensor, Tensor], Tensor]:
    """Return a function that randomly rotates, shears, scales, shifts and warps images, and varies thickness and gamma.

    Returns:
        A function of float32 (n, 28, 28), 0.0 background to 1.0 ink, and a seed, int64 (2,), to images of the same
        shape; the same seed gives the same changes.

    Source: affine and elastic distortions as in Simard, Steinkraus, Platt 2003, "Best practices for convolutional
    neural networks applied to visual document analysis".
    """

    def augment(images: Tensor, seed: Tensor) -> Tensor:
        seeds = tf.unstack(tf.random.experimental.stateless_split(seed, 4))
        bent = sample(images, _coordinates(tf.shape(images)[0], how, seeds[0], seeds[1]))
        return _vary_gamma(_vary_thickness(bent, how, seeds[2]), seeds[3])

    return augment


def _coordinates(count: Tensor, how: Distortion, affine_seed: Tensor, elastic_seed: Tensor) -> Tensor:
    """Return each output pixel's sampling position: float32 (n, 28, 28, 2), row and column from the image's centre."""
    draws = tf.random.stateless_uniform((count, 7), affine_seed, -1.0, 1.0)
    reach = [np.deg2rad(how.turn_deg), how.shear / 2, how.shear, how.log_scale, how.log_scale]
    angle, shear_y, shear_x, scale_y, scale_x = tf.unstack(draws[:, :5] * reach, axis=1)
    rotation = tf.stack([tf.cos(angle), -tf.sin(angle), tf.sin(angle), tf.cos(angle)], axis=1)
    one = tf.ones_like(angle)
    stretch = tf.stack([one, shear_y, shear_x, one], axis=1)
    stretch *= tf.stack([tf.exp(scale_y), tf.exp(scale_x), tf.exp(scale_y), tf.exp(scale_x)], axis=1)
    matrix = tf.reshape(rotation, (-1, 2, 2)) @ tf.reshape(stretch, (-1, 2, 2))
    axis = tf.range(28, dtype=tf.float32) - 13.5
    grid = tf.reshape(tf.stack(tf.meshgrid(axis, axis, indexing="ij"), axis=-1), (1, 784, 2))
    moved = tf.reshape(tf.linalg.matmul(grid, matrix, transpose_b=True), (-1, 28, 28, 2))
    moved += draws[:, None, None, 5:] * how.shift_px
    field = tf.random.stateless_uniform((count, ELASTIC_GRID, ELASTIC_GRID, 2), elastic_seed, -1.0, 1.0)
    return moved + tf.image.resize(field, (28, 28), "bicubic") * how.elastic_px


def sample(images: Tensor, coordinates: Tensor) -> Tensor:
    """Sample images bilinearly; outside they are zero.

    Args:
        images: float32 (n, 28, 28).
        coordinates: float32 (n, 28, 28, 2), rows and columns from the image's centre.

    Returns:
        float32 (n, 28, 28).
    """
    padded = tf.pad(images, [[0, 0], [1, 2], [1, 2]])
    position = tf.clip_by_value(coordinates + 14.5, 0.0, 29.0)
    floor = tf.floor(position)
    weight = position - floor
    row, column = tf.unstack(tf.cast(floor, tf.int32), axis=-1)
    flat = tf.reshape(padded, (-1, 31 * 31))

    def at(row_step: int, column_step: int) -> Tensor:
        index = tf.reshape((row + row_step) * 31 + column + column_step, (-1, 784))
        return tf.reshape(tf.gather(flat, index, batch_dims=1), (-1, 28, 28))

    wy, wx = weight[..., 0], weight[..., 1]
    top = at(0, 0) * (1 - wx) + at(0, 1) * wx
    bottom = at(1, 0) * (1 - wx) + at(1, 1) * wx
    return top * (1 - wy) + bottom * wy


def _vary_thickness(images: Tensor, how: Distortion, seed: Tensor) -> Tensor:
    """Blend some images with their erosion, some with their dilation."""
    kind, amount = tf.unstack(tf.random.stateless_uniform((2, tf.shape(images)[0], 1, 1), seed), axis=0)
    maps = images[..., None]
    dilated = tf.nn.max_pool2d(maps, 3, 1, "SAME")[..., 0]
    eroded = -tf.nn.max_pool2d(-maps, 2, 1, "SAME")[..., 0]
    thick = images + (dilated - images) * (0.3 + 0.7 * amount)
    thin = images + (eroded - images) * (0.3 + 0.6 * amount)
    images = tf.where(kind < how.thicker_share, thick, images)
    return tf.where(kind > 1.0 - how.thinner_share, thin, images)


def _vary_gamma(images: Tensor, seed: Tensor) -> Tensor:
    """Make midtones of some images lighter or darker."""
    kind, exponent = tf.unstack(tf.random.stateless_uniform((2, tf.shape(images)[0], 1, 1), seed), axis=0)
    gamma = tf.exp((exponent * 2.0 - 1.0) * 0.7)
    clipped = tf.clip_by_value(images, 0.0, 1.0)
    return tf.where(kind < GAMMA_SHARE, tf.pow(clipped + 1e-6, gamma), clipped)
