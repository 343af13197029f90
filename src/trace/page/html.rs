//! The parts of the page that need no script: facts, legend, how to use it, tables of the whole run. The script fills the same tables
//! with the visible range, too.

use super::text::{duration, markup, percent};
use crate::trace::look::GROUP_LOOKS;
use crate::trace::model::{Thread, Trace};
use crate::trace::totals::{self, ThreadTotals, groups_used};
use std::io::{self, Write};

/// Rows that a table has at most without a script; with one, the picture has all.
const MOST_ROWS: usize = 1000;

/// What the page is called: the program's own name.
pub fn title(trace: &Trace) -> String {
    let name = trace
        .command
        .first()
        .map_or("", |word| word.rsplit('/').next().unwrap_or(word));
    match name {
        "" => "Trace".to_string(),
        name => format!("Trace of {name}"),
    }
}

/// The colours of the groups as properties of the style, both schemes.
pub fn palette() -> String {
    let scheme = |dark: bool| -> String {
        GROUP_LOOKS
            .iter()
            .map(|group| {
                let (ink, ground) = match dark {
                    true => (group.dark_ink, group.dark_ground),
                    false => (group.ink, group.ground),
                };
                let name = group.short;
                format!("--ink-{name}:{ink};--ground-{name}:{ground};")
            })
            .collect()
    };
    format!(
        ":root{{{}}}\n@media (prefers-color-scheme: dark){{:root{{{}}}}}\n",
        scheme(false),
        scheme(true)
    )
}

/// Everything between `<body>` and the data.
pub fn body(trace: &Trace, out: &mut dyn Write) -> io::Result<()> {
    let handovers: usize = trace
        .processes
        .iter()
        .map(|process| process.handovers.len())
        .sum();
    let forced: usize = trace
        .processes
        .iter()
        .flat_map(|process| &process.handovers)
        .filter(|handover| handover.forced)
        .count();
    let mut facts = vec![
        ("policy", trace.policy.clone()),
        ("hand-overs", format!("{handovers}, {forced} forced")),
        ("processors", trace.processors.to_string()),
    ];
    if trace.lost > 0 {
        facts.push(("events missing, there was no room", trace.lost.to_string()));
    }
    write!(
        out,
        "<a class=\"skip\" href=\"#totals\">Skip to the tables</a>\n<header>\n<h1>{}</h1>\n<p class=\"command\"><code>{}</code></p>\n<p class=\"verdict\">{}</p>\n<dl>",
        markup(&title(trace)),
        markup(&trace.command.join(" ")),
        markup(&totals::verdict(trace))
    )?;
    for (name, text) in facts {
        write!(out, "<div><dt>{name}</dt><dd>{}</dd></div>", markup(&text))?;
    }
    out.write_all(b"</dl>\n<ul class=\"legend\" aria-label=\"Legend\">")?;
    let rows: Vec<ThreadTotals> = threads(trace).map(ThreadTotals::of).collect();
    let groups = groups_used(rows.iter().map(|row| &row.times));
    for &number in &groups {
        let group = &GROUP_LOOKS[number];
        write!(
            out,
            "<li><canvas class=\"swatch\" data-group=\"{number}\" width=\"1\" height=\"1\" aria-hidden=\"true\"></canvas><b>{}</b> {}</li>",
            markup(&group.letter.to_string()),
            group.name
        )?;
    }
    if threads(trace).any(|thread| !thread.locks.is_empty()) {
        out.write_all(b"<li><canvas class=\"swatch\" data-group=\"held\" width=\"1\" height=\"1\" aria-hidden=\"true\"></canvas>below a bar: has a lock of the script</li>")?;
    }
    out.write_all(b"</ul>\n</header>\n")?;
    out.write_all(include_bytes!("stage.html"))?;
    out.write_all(b"<section id=\"totals\" tabindex=\"-1\" aria-label=\"Tables\">\n")?;
    thread_table(trace, &rows, &groups, out)?;
    object_table(trace, out)?;
    out.write_all(b"</section>\n")
}

fn threads(trace: &Trace) -> impl Iterator<Item = &Thread> {
    let processes = trace.processes.iter();
    processes.flat_map(|process| &process.threads)
}

fn thread_table(
    trace: &Trace,
    rows: &[ThreadTotals],
    groups: &[usize],
    out: &mut dyn Write,
) -> io::Result<()> {
    out.write_all(b"<h2>Threads</h2>\n<p class=\"range\" data-what=\"threads\">The whole run. Each row adds up to the life of the thread.</p>\n<div class=\"wide\"><table id=\"threads\"><thead><tr><th scope=\"col\">thread</th>")?;
    for &group in groups {
        let look = &GROUP_LOOKS[group];
        write!(
            out,
            "<th scope=\"col\" title=\"{}\">{} {}</th>",
            look.name,
            markup(&look.letter.to_string()),
            look.short
        )?;
    }
    out.write_all(b"<th scope=\"col\">sum</th><th scope=\"col\" title=\"how often it had the lock\">holds</th><th scope=\"col\" title=\"holds that ended by force\">forced</th></tr></thead>\n<tbody>")?;
    let names = trace
        .processes
        .iter()
        .flat_map(|process| process.threads.iter().map(move |thread| (process, thread)));
    let many = trace.processes.len() > 1;
    for ((process, thread), row) in names.zip(rows).take(MOST_ROWS) {
        let owner = match many {
            true => format!("<small>{}</small> ", markup(&process.name)),
            false => String::new(),
        };
        write!(
            out,
            "<tr><th scope=\"row\">{owner}<bdi>{}</bdi></th>",
            markup(&thread.name)
        )?;
        for &group in groups {
            match row.times.0[group] {
                0 => out.write_all(b"<td></td>")?,
                time => write!(
                    out,
                    "<td>{} <small>{}</small></td>",
                    duration(time),
                    percent(time, row.times.life())
                )?,
            }
        }
        writeln!(
            out,
            "<td>{}</td><td>{}</td><td>{}</td></tr>",
            duration(row.times.life()),
            row.holds,
            row.forced
        )?;
    }
    out.write_all(b"</tbody></table></div>\n")?;
    rest(rows.len(), "threads", out)
}

fn object_table(trace: &Trace, out: &mut dyn Write) -> io::Result<()> {
    if trace.objects.is_empty() {
        return Ok(());
    }
    let totals = totals::objects(trace, threads(trace));
    out.write_all(b"<h2>Locks and other things waited for</h2>\n<p class=\"range\">The whole run.</p>\n<div class=\"wide\"><table id=\"objects\"><thead><tr><th scope=\"col\">object</th><th scope=\"col\">made at</th><th scope=\"col\">taken</th><th scope=\"col\" title=\"how often it was not free\">contended</th><th scope=\"col\">held</th><th scope=\"col\">waits</th><th scope=\"col\">waited</th><th scope=\"col\">longest</th></tr></thead>\n<tbody>")?;
    for object in totals::worst_first(&totals).into_iter().take(MOST_ROWS) {
        let (row, what) = (&totals[object], &trace.objects[object]);
        let made = trace
            .sites
            .get(what.made as usize)
            .map_or(String::new(), |site| format!("{}:{}", site.file, site.line));
        let time = |ns: u64| match ns {
            0 => String::new(),
            ns => duration(ns),
        };
        let count = |count: u64| match count {
            0 => String::new(),
            count => count.to_string(),
        };
        writeln!(
            out,
            "<tr><th scope=\"row\"><bdi>{}</bdi> <small>{}</small></th><td class=\"place\">{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            markup(&what.name),
            markup(&what.kind),
            markup(&made),
            count(row.taken),
            count(row.contended),
            time(row.held),
            count(row.waits),
            time(row.waited),
            time(row.longest),
        )?;
    }
    out.write_all(b"</tbody></table></div>\n")?;
    rest(totals.len(), "objects", out)
}

fn rest(count: usize, what: &str, out: &mut dyn Write) -> io::Result<()> {
    match count.saturating_sub(MOST_ROWS) {
        0 => Ok(()),
        more => writeln!(
            out,
            "<p class=\"range rest\">{more} more {what} are not in this table.</p>"
        ),
    }
}
