//! Exceptions for programs: one JSON object a line.
//!
//! Enters: facts. Leaves: `{"version":1,"kind":"exception","type":…,"message":…,"thread":…,"frames":[…],"notes":[…],"hint":…}`,
//! with `syntax` for a SyntaxError, `members` for a group, and `earlier` for exceptions that led to it (each with `relation`).
use super::facts::{Facts, Link, Place};
use crate::text::json::compact;
use serde_json::{Map, Value, json};

type Object = Map<String, Value>;

/// The object of an exception; `context` says what it interrupted if nobody could catch it.
pub fn write(chain: &[(Option<Link>, Facts)], thread: &str, context: Option<&str>) -> String {
    let mut object = Object::new();
    object.insert("version".to_string(), json!(1));
    let kind = match context {
        Some(_) => "unraisable",
        None => "exception",
    };
    object.insert("kind".to_string(), json!(kind));
    if let Some(context) = context {
        object.insert("context".to_string(), json!(context));
    }
    object.insert("thread".to_string(), json!(thread));
    add_chain(&mut object, chain);
    compact(&Value::Object(object)) + "\n"
}

/// Adds the members of an exception, then the earlier ones.
fn add_chain(object: &mut Object, chain: &[(Option<Link>, Facts)]) {
    let Some(((_, last), earlier)) = chain.split_first() else {
        return;
    };
    add_one(object, last);
    if earlier.is_empty() {
        return;
    }
    let earlier = earlier.iter().map(|(link, facts)| {
        let relation = match link {
            Some(Link::Cause) => "cause",
            _ => "context",
        };
        let mut object = Object::new();
        object.insert("relation".to_string(), json!(relation));
        add_one(&mut object, facts);
        Value::Object(object)
    });
    object.insert("earlier".to_string(), earlier.collect());
}

fn add_one(object: &mut Object, facts: &Facts) {
    object.insert("type".to_string(), json!(facts.class));
    object.insert("message".to_string(), json!(facts.message));
    let frames = facts.frames.iter().map(place).collect();
    object.insert("frames".to_string(), frames);
    if let Some(at) = &facts.syntax {
        object.insert("syntax".to_string(), place(at));
    }
    object.insert("notes".to_string(), json!(facts.notes));
    object.insert("hint".to_string(), json!(facts.hint));
    if facts.member_count > 0 {
        let members = facts.members.iter().map(|chain| {
            let mut member = Object::new();
            add_chain(&mut member, chain);
            Value::Object(member)
        });
        object.insert("member_count".to_string(), json!(facts.member_count));
        object.insert("members".to_string(), members.collect());
    }
}

fn place(place: &Place) -> Value {
    let mut object = Object::new();
    object.insert("file".to_string(), json!(place.file));
    object.insert("line".to_string(), json!(place.line));
    object.insert("end_line".to_string(), json!(place.end_line));
    object.insert("column".to_string(), json!(place.column));
    object.insert("end_column".to_string(), json!(place.end_column));
    if !place.function.is_empty() {
        object.insert("function".to_string(), json!(place.function));
    }
    object.insert("text".to_string(), json!(place.text));
    Value::Object(object)
}

/// Appends a string in quotes.
pub fn string(text: &mut String, value: &str) {
    *text += &compact(&json!(value));
}
