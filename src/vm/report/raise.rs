//! Errors of source texts as exceptions.
use crate::native::types::exception::field;
use crate::native::types::exception_fields::number;
use crate::object::builtin::Exc;
use crate::object::exception::ExceptionObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::source::Source;
use crate::syntax::{ErrorKind, SyntaxError};
use crate::vm::{Outcome, Raised, Vm};
use std::sync::Arc;

impl Vm {
    /// Raises the SyntaxError of a text that is not Python.
    pub fn raise_syntax_error(&mut self, source: &Arc<Source>, error: &SyntaxError) -> Raised {
        let class = match error.kind {
            ErrorKind::Syntax => Exc::SyntaxError,
            ErrorKind::Indentation => Exc::IndentationError,
            ErrorKind::Tab => Exc::TabError,
        };
        let line = source.line(error.line);
        let text = match line.is_empty() && error.line as usize > source.text.lines().count() {
            true => Value::NONE,
            false => self.new_str(&format!("{line}\n")),
        };
        let [line, column, end_line, end_column] = if source.text.is_empty() {
            [0; 4]
        } else {
            [error.line, error.column, error.end_line, error.end_column].map(i64::from)
        };
        let text = if source.text.is_empty() {
            self.new_str("")
        } else {
            text
        };
        let place = [
            self.new_str(&source.name),
            Value::int(line),
            Value::int(column),
            text,
            Value::int(end_line),
            Value::int(end_column),
        ];
        let message = self.new_str(&error.message);
        let details = self.new_tuple(place.to_vec());
        let exception = self.new_exception(
            &self.exception_class(class).clone(),
            vec![message.clone(), details],
        );
        let mut fields = vec![message];
        fields.extend(place);
        drop(exception.fields.replace(self.gil(), fields));
        self.raise_value(exception.into_value())
    }

    /// A SyntaxWarning that a filter made an error is a SyntaxError at its place.
    pub(crate) fn warning_to_syntax_error(
        &mut self,
        source: &Arc<Source>,
        warning: crate::syntax::Warning,
    ) -> Raised {
        if let Some(pending) = self.take_pending() {
            let class = self.exception_class(Exc::SyntaxWarning).clone();
            if !self.is_instance(&pending, &class) {
                self.set_pending(pending);
                return Raised;
            }
        }
        let fault = crate::syntax::error::Fault::new(warning.message, warning.span);
        self.raise_syntax_error(source, &fault.locate(&source.text))
    }

    /// The text of a source file: UTF-8, or what a comment in its first two lines says.
    pub fn decode_source(&mut self, bytes: &[u8], name: &str) -> Outcome<String> {
        match crate::syntax::decode(bytes, name) {
            Ok(text) => Ok(text),
            Err(error) => {
                let class = self.exception_class(Exc::SyntaxError).clone();
                let message = self.new_str(&error.message);
                let exception = self.new_exception(&class, vec![message]);
                if error.line > 0 {
                    let exception = exception.to_value();
                    let file = self.new_str(name);
                    self.set_exception_attribute(&exception, "filename", file);
                    self.set_exception_attribute(
                        &exception,
                        "lineno",
                        Value::int(error.line as i64),
                    );
                }
                Err(self.raise_value(exception.into_value()))
            }
        }
    }

    /// The text around a line, if it is still as it was.
    fn whole_text(&mut self, file: &str, line: u32, text: &str) -> Option<String> {
        let whole = match self.remembered_source(file) {
            Some(text) => self.string(&text).ok()?,
            None => std::fs::read_to_string(file).ok()?,
        };
        let found = whole.lines().nth(line.checked_sub(1)? as usize)?;
        (found == text.trim_end_matches(['\n', '\r'])).then_some(whole)
    }

    /// A SyntaxError without traceback as a picture for a terminal.
    pub(super) fn picture_of_syntax_error(
        &mut self,
        exception: &Value,
        colour: bool,
    ) -> Option<String> {
        let object = exception.to_ref::<ExceptionObject>()?;
        let syntax = self.exception_class(Exc::SyntaxError).clone();
        let plain = object.traceback.get(self).is_none()
            && object.cause.get(self).is_none()
            && object.context.get(self).is_none();
        if !plain || !self.is_instance(exception, &syntax) {
            return None;
        }
        let string = |number: usize| {
            Some(
                field(self, &object, number)?
                    .downcast::<StrObject>()?
                    .as_str()
                    .to_string(),
            )
        };
        let int = |number: usize| {
            field(self, &object, number)?
                .as_int()
                .filter(|number| *number >= 0)
        };
        let (message, file, text) = (
            string(number::MESSAGE)?,
            string(number::FILE)?,
            string(number::TEXT)?,
        );
        let (line, column) = (int(number::LINE)?, int(number::OFFSET)?);
        let same_line = int(number::END_LINE).is_none_or(|end| end == line);
        let end = int(number::END_OFFSET).filter(|end| same_line && *end > column);
        let class = self.class_name(exception);
        let whole = self.whole_text(&file, line as u32, &text);
        let place = crate::diag::Place {
            whole: whole.as_deref(),
            class: &class,
            message: &message,
            file: &file,
            text: &text,
            line: line as usize,
            column: column as usize,
            end_column: end.unwrap_or(column + 1) as usize,
        };
        let unicode = self.stderr_is_terminal() && crate::diag::speaks_unicode();
        crate::diag::syntax_error(&place, crate::diag::Look { colour, unicode })
    }
}
