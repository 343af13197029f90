//! Sessions at the prompt.
