//! Rules of `match`: which names patterns bind, and which cases can never be reached.

use std::collections::BTreeSet;

use super::super::ast::*;
use super::Check;

impl Check<'_> {
    /// Checks the patterns of a `match` statement.
    pub(super) fn cases(&mut self, cases: &[MatchCase]) {
        for (index, case) in cases.iter().enumerate() {
            let last = index + 1 == cases.len();
            self.pattern(&case.pattern, last || case.guard.is_some());
            let mut bound = BTreeSet::new();
            self.pattern_names(&case.pattern, &mut bound);
            for name in &bound {
                self.bind(name, case.pattern.span);
            }
        }
    }

    /// `may_always_fit`: nothing after this pattern would be unreachable.
    fn pattern(&mut self, pattern: &Pattern, may_always_fit: bool) {
        let span = pattern.span;
        match &pattern.kind {
            PatternKind::Value(value) => {
                if let ExprKind::JoinedStr(_) = value.kind {
                    self.fault(
                        "patterns may only match literals and attribute lookups",
                        span,
                    );
                }
                self.value(value);
            }
            PatternKind::Singleton(_) | PatternKind::Star(_) => {}
            PatternKind::Wildcard if !may_always_fit => {
                self.fault("wildcard makes remaining patterns unreachable", span);
            }
            PatternKind::Capture(name) if !may_always_fit => {
                self.fault(
                    format!("name capture '{name}' makes remaining patterns unreachable"),
                    span,
                );
            }
            PatternKind::Wildcard | PatternKind::Capture(_) => {}
            PatternKind::Sequence(items) => {
                let mut stars = items
                    .iter()
                    .filter(|item| matches!(item.kind, PatternKind::Star(_)));
                if stars.nth(1).is_some() {
                    self.fault("multiple starred names in sequence pattern", span);
                }
                for item in items {
                    self.pattern(item, true);
                }
            }
            PatternKind::Mapping(node) => {
                let mut seen: Vec<&Expr> = Vec::new();
                for key in &node.keys {
                    if let ExprKind::Constant(value) = &key.kind {
                        let same = |before: &&Expr| matches!(&before.kind, ExprKind::Constant(other) if other == value);
                        if seen.iter().any(same) {
                            let shown = show(value);
                            self.fault(
                                format!("mapping pattern checks duplicate key ({shown})"),
                                span,
                            );
                        }
                    }
                    seen.push(key);
                    self.value(key);
                }
                for item in &node.patterns {
                    self.pattern(item, true);
                }
            }
            PatternKind::Class(node) => {
                self.value(&node.class);
                for (index, (name, item)) in node.keywords.iter().enumerate() {
                    if node.keywords[..index]
                        .iter()
                        .any(|(before, _)| before.name == name.name)
                    {
                        self.fault(
                            format!("attribute name repeated in class pattern: {}", name.name),
                            item.span,
                        );
                    }
                }
                for item in node
                    .patterns
                    .iter()
                    .chain(node.keywords.iter().map(|(_, item)| item))
                {
                    self.pattern(item, true);
                }
            }
            PatternKind::As { pattern, .. } => self.pattern(pattern, may_always_fit),
            PatternKind::Or(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.pattern(item, may_always_fit && index + 1 == items.len());
                }
            }
        }
    }

    /// Collects what a pattern binds.
    fn pattern_names(&mut self, pattern: &Pattern, bound: &mut BTreeSet<Name>) {
        match &pattern.kind {
            PatternKind::Value(_)
            | PatternKind::Singleton(_)
            | PatternKind::Wildcard
            | PatternKind::Star(None) => {}
            PatternKind::Star(Some(name)) | PatternKind::Capture(name) => {
                self.pattern_name(name, pattern, bound)
            }
            PatternKind::Sequence(items) => {
                for item in items {
                    self.pattern_names(item, bound);
                }
            }
            PatternKind::Mapping(node) => {
                for item in &node.patterns {
                    self.pattern_names(item, bound);
                }
                if let Some(name) = &node.rest {
                    self.pattern_name(name, pattern, bound);
                }
            }
            PatternKind::Class(node) => {
                for item in node
                    .patterns
                    .iter()
                    .chain(node.keywords.iter().map(|(_, item)| item))
                {
                    self.pattern_names(item, bound);
                }
            }
            PatternKind::As {
                pattern: inner,
                name,
            } => {
                self.pattern_names(inner, bound);
                self.pattern_name(name, pattern, bound);
            }
            PatternKind::Or(items) => {
                let mut first: Option<BTreeSet<Name>> = None;
                for item in items {
                    let mut here = BTreeSet::new();
                    self.pattern_names(item, &mut here);
                    match &first {
                        Some(names) if *names != here => {
                            self.fault("alternative patterns bind different names", pattern.span);
                        }
                        Some(_) => {}
                        None => first = Some(here),
                    }
                }
                for name in first.unwrap_or_default() {
                    self.pattern_name(&name, pattern, bound);
                }
            }
        }
    }

    fn pattern_name(&mut self, name: &Name, pattern: &Pattern, bound: &mut BTreeSet<Name>) {
        if !bound.insert(name.clone()) {
            self.fault(
                format!("multiple assignments to name '{name}' in pattern"),
                pattern.span,
            );
        }
    }
}

/// A key as `repr` shows it.
fn show(value: &Constant) -> String {
    match value {
        Constant::None => "None".into(),
        Constant::True => "True".into(),
        Constant::False => "False".into(),
        Constant::Int(value) => value.to_string(),
        Constant::BigInt(value) => value.to_string(),
        Constant::Float(value) => format!("{value:?}"),
        Constant::Str(text) if !text.contains('\'') => format!("'{}'", text.escape_debug()),
        Constant::Str(text) => format!("{text:?}"),
        _ => "…".into(),
    }
}
