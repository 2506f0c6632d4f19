"""The tutorials' app for comparison: a stroke reruns the whole page, which calls `model.predict`."""

import numpy as np
import streamlit as st
import tensorflow as tf
from PIL import Image
from streamlit_drawable_canvas import st_canvas


@st.cache_resource
def load_model():  # type: ignore[no-untyped-def]
    """Load the tutorial's network, 784-128-10, as saved by its reader."""
    return tf.keras.models.load_model("mnist_model.keras")


st.title("Handwritten Digit Recognition")
st.write("Draw a digit from 0 to 9.")

model = load_model()

canvas_result = st_canvas(
    fill_color="#000000",
    stroke_width=20,
    stroke_color="#FFFFFF",
    background_color="#000000",
    height=280,
    width=280,
    drawing_mode="freedraw",
    return_image_data=True,
    key="canvas",
)

if canvas_result.image_data is not None:
    image = Image.fromarray(canvas_result.image_data.astype("uint8")).convert("L").resize((28, 28))
    st.image(image, caption="28 x 28", width=140)

    x = np.array(image).reshape(1, 28, 28).astype("float32") / 255.0
    prediction = model.predict(x)[0]

    st.write(f"Prediction: {np.argmax(prediction)} ({np.max(prediction):.4%})")
    st.bar_chart(prediction)
