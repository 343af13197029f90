//! Warnings of the interpreter itself. Without options and without the module `warnings` the default filters are known
//! here; otherwise that module decides.
use super::module_dict;
use crate::object::builtin::Exc;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

/// Categories that the default filters hide.
const HIDDEN: &[Exc] = &[
    Exc::DeprecationWarning,
    Exc::PendingDeprecationWarning,
    Exc::ImportWarning,
    Exc::ResourceWarning,
];

impl Vm {
    /// Warns about the line that the top frame of the program is at. Raises if a filter says so.
    pub fn warn(&mut self, category: Exc, message: &str) -> Outcome<()> {
        let prefix = crate::native::library::PREFIX;
        let place = (0..self.frames.len()).rev().find_map(|index| {
            let frame = &self.frames[index];
            let code = &frame.code().code;
            if code.source.name.starts_with(prefix) {
                return None;
            }
            let line = code.line_of(self.instruction_of(index));
            let module = self.dict_get_str(&frame.function().globals, "__name__");
            Some((code.source.name.to_string(), line, module))
        });
        let (file, line, module) = place.unwrap_or(("<sys>".to_string(), 0, None));
        let module = match module.map(|module| self.string(&module)) {
            Some(Ok(module)) => module,
            Some(Err(raised)) => return Err(raised),
            None => "<string>".to_string(),
        };
        self.warn_about(category, message, &file, line, &module)
    }

    /// Warns about a line of a file. Raises if a filter says so.
    pub fn warn_at(&mut self, category: Exc, message: &str, file: &str, line: u32) -> Outcome<()> {
        let module = file.strip_suffix(".py").unwrap_or(file);
        self.warn_about(category, message, file, line, module)
    }

    fn warn_about(
        &mut self,
        category: Exc,
        message: &str,
        file: &str,
        line: u32,
        module: &str,
    ) -> Outcome<()> {
        let config = &self.interp().config;
        let configured =
            !config.warnings.is_empty() || std::env::var_os("PYTHONWARNINGS").is_some();
        if configured && module_dict(self, "warnings").is_none() {
            self.import_module("warnings")?;
        }
        let class = self.exception_class(category).to_value();
        if let Some(warnings) = module_dict(self, "warnings")
            && let Some(explicit) = self.dict_get_str(&warnings, "warn_explicit")
        {
            let arguments = [
                self.new_str(message),
                class,
                self.new_str(file),
                Value::int(line as i64),
                self.new_str(module),
            ];
            return self.call(&explicit, &arguments).map(drop);
        }
        let shown = !HIDDEN.contains(&category)
            || category == Exc::DeprecationWarning && module == "__main__";
        if !shown {
            return Ok(());
        }
        let name = self.class_number(category.number()).clone();
        let name = self.name_of_class(&name);
        let known = self.hidden_dict();
        let key = format!("warned {file}:{line}:{name}:{message}");
        if self.dict_get_str(&known, &key).is_some() {
            return Ok(());
        }
        self.dict_set_str(&known, &key, Value::TRUE);
        let mut text = format!("{file}:{line}: {name}: {message}\n");
        let source = std::fs::read_to_string(file).unwrap_or_default();
        if let Some(source) = source.lines().nth((line as usize).wrapping_sub(1))
            && !source.trim().is_empty()
        {
            text += &format!("  {}\n", source.trim());
        }
        self.write_error(&text);
        Ok(())
    }
}
