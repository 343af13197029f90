//! "Did you mean": the nearest name by weighted edit distance.

const MOVE: usize = 2;
const CASE: usize = 1;
const LONGEST: usize = 40;
const MOST_CANDIDATES: usize = 750;

/// The candidate nearest to `wrong`, if one is near enough: at most a third of both names' letters may differ.
pub fn nearest(wrong: &str, candidates: impl IntoIterator<Item = String>) -> Option<String> {
    let mut best: Option<(usize, String)> = None;
    for (number, candidate) in candidates.into_iter().enumerate() {
        if number >= MOST_CANDIDATES {
            return None;
        }
        if candidate == wrong {
            continue;
        }
        let mut limit = (wrong.chars().count() + candidate.chars().count() + 3) * MOVE / 6;
        if let Some((best, _)) = &best {
            limit = limit.min(best.saturating_sub(1));
        }
        let distance = distance(wrong, &candidate, limit);
        if distance <= limit {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, name)| name)
}

/// Edit distance with cost 2 for an insertion, deletion or substitution and 1 for a change of case; above `limit` any
/// larger number.
fn distance(a: &str, b: &str, limit: usize) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len() > LONGEST || b.len() > LONGEST || a.len().abs_diff(b.len()) * MOVE > limit {
        return limit + 1;
    }
    let mut row: Vec<usize> = (0..=b.len()).map(|at| at * MOVE).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = (i + 1) * MOVE;
        for (j, &y) in b.iter().enumerate() {
            let cost = match () {
                () if x == y => 0,
                () if x.eq_ignore_ascii_case(&y) => CASE,
                () => MOVE,
            };
            let here = (diagonal + cost).min(row[j] + MOVE).min(row[j + 1] + MOVE);
            diagonal = row[j + 1];
            row[j + 1] = here;
        }
    }
    row[b.len()]
}
