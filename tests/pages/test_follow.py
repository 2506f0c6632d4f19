"""What goes on elsewhere is drawn until it has ended; then the whole page is drawn once more."""

from streamlit.testing.v1 import AppTest


def _page() -> None:
    import streamlit as st

    from ui.shared.follow import follow

    st.session_state["runs"] = st.session_state.get("runs", 0) + 1
    if st.session_state["left"]:
        follow(lambda: st.session_state["left"].pop(), lambda left: st.text(f"{left} to go"))
    else:
        st.text(f"Ended in run {st.session_state['runs']}")


def test_what_goes_on_is_drawn_and_its_end_draws_the_whole_page():
    page = AppTest.from_function(_page)
    page.session_state["left"] = [0, 1, 2]
    assert page.run().text[0].value == "2 to go"
    assert page.run().text[0].value == "1 to go"
    assert [text.value for text in page.run().text] == ["Ended in run 4"]
