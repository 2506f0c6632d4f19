// What is asked of the recognizer: which model reads, and in which way the drawing is prepared for it.

/**
 * The route's query for a model and a way.
 *
 * @param {string} model
 * @param {string} way
 */
export function questionOf(model, way) {
  return `model=${encodeURIComponent(model)}&way=${way}`;
}

/**
 * The columns of the comparison, {way, name} each: our preparation, the steps that are left on, the tutorial's way. Of a
 * photograph no step can be left out.
 *
 * @param {object} data what the page's run gave
 * @param {string} ownWay the way that the steps' switches make
 */
export function comparedWays({ texts, explains, served }, ownWay) {
  const own = explains && !served?.picture ? [{ way: ownWay, name: texts.own_steps }] : [];
  return [{ way: "prepared", name: texts.our_preparation }, ...own, { way: "tutorial", name: texts.tutorial }];
}
