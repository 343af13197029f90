//! Zip files as places of modules and programs: the directory of one, and its members' texts.
//!
//! Enters: the bytes of a file, which may have anything in front of the archive (a `#!` line). Leaves: members, stored or
//! deflated. Members that are encrypted, in other methods, or beyond 4 GiB are not found.

use rustc_hash::FxHashMap;

/// End of the central directory.
const END: &[u8] = b"PK\x05\x06";
const END_SIZE: usize = 22;
/// A comment behind the end may be that long.
const LONGEST_COMMENT: usize = 65_535;
const ENTRY: &[u8] = b"PK\x01\x02";
const ENTRY_SIZE: usize = 46;
const LOCAL: &[u8] = b"PK\x03\x04";
const LOCAL_SIZE: usize = 30;
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
/// Members are sources; nothing larger is unpacked.
const LARGEST: usize = 1 << 28;

/// Where a member lies.
#[derive(Clone, Copy, Debug)]
struct Member {
    method: u16,
    packed: usize,
    size: usize,
    local: usize,
}

/// A zip file.
#[derive(Debug)]
pub struct Archive {
    bytes: Box<[u8]>,
    members: FxHashMap<String, Member>,
}

fn u16_at(bytes: &[u8], at: usize) -> Option<usize> {
    let two = bytes.get(at..at + 2)?;
    Some(usize::from(two[0]) | usize::from(two[1]) << 8)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    Some(u16_at(bytes, at)? | u16_at(bytes, at + 2)? << 16)
}

impl Archive {
    /// The archive at the end of these bytes, if there is one.
    pub fn of(bytes: &[u8]) -> Option<Archive> {
        let tail = bytes.len().saturating_sub(END_SIZE + LONGEST_COMMENT);
        let end = tail + memchr::memmem::rfind(&bytes[tail..], END)?;
        let count = u16_at(bytes, end + 10)?;
        let size = u32_at(bytes, end + 12)?;
        let offset = u32_at(bytes, end + 16)?;
        let start = end.checked_sub(size)?;
        // Offsets count from the archive's beginning, which need not be the file's.
        let lead = start.checked_sub(offset)?;
        let mut members = FxHashMap::default();
        let mut at = start;
        for _ in 0..count {
            if bytes.get(at..at + 4)? != ENTRY {
                return None;
            }
            let name = u16_at(bytes, at + 28)?;
            let more = u16_at(bytes, at + 30)? + u16_at(bytes, at + 32)?;
            let text = bytes.get(at + ENTRY_SIZE..at + ENTRY_SIZE + name)?;
            let encrypted = u16_at(bytes, at + 8)? & 1 != 0;
            let member = Member {
                method: u16_at(bytes, at + 10)? as u16,
                packed: u32_at(bytes, at + 20)?,
                size: u32_at(bytes, at + 24)?,
                local: lead + u32_at(bytes, at + 42)?,
            };
            if !encrypted {
                members.insert(String::from_utf8_lossy(text).into_owned(), member);
            }
            at += ENTRY_SIZE + name + more;
        }
        Some(Archive {
            bytes: bytes.into(),
            members,
        })
    }

    /// True if there is a member of this name.
    pub fn contains(&self, name: &str) -> bool {
        self.members.contains_key(name)
    }

    /// A member's bytes; None if there is no such member or it is damaged.
    pub fn read(&self, name: &str) -> Option<Vec<u8>> {
        let member = self.members.get(name)?;
        let local = member.local;
        if self.bytes.get(local..local + 4)? != LOCAL {
            return None;
        }
        let lead = u16_at(&self.bytes, local + 26)? + u16_at(&self.bytes, local + 28)?;
        let start = local + LOCAL_SIZE + lead;
        let packed = self.bytes.get(start..start.checked_add(member.packed)?)?;
        match member.method {
            STORED => Some(packed.to_vec()),
            DEFLATED if member.size <= LARGEST => {
                let limit = member.size;
                miniz_oxide::inflate::decompress_to_vec_with_limit(packed, limit).ok()
            }
            _ => None,
        }
        .filter(|bytes| bytes.len() == member.size)
    }

    /// The source of a module or package below `prefix` (empty, or ending with a slash): the member's name, its bytes, and
    /// whether it is a package.
    pub fn module(&self, prefix: &str, name: &str) -> Option<(String, Vec<u8>, bool)> {
        [("/__init__.py", true), (".py", false)]
            .into_iter()
            .find_map(|(ending, package)| {
                let member = format!("{prefix}{name}{ending}");
                let bytes = self.read(&member)?;
                Some((member, bytes, package))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_archives_are_none() {
        assert!(Archive::of(b"").is_none());
        assert!(Archive::of(b"print(1)\n").is_none());
        let mut end = END.to_vec();
        end.resize(END_SIZE, 0xff);
        assert!(Archive::of(&end).is_none());
        // An empty archive is one.
        let mut end = END.to_vec();
        end.resize(END_SIZE, 0);
        let archive = Archive::of(&end).expect("an empty archive");
        assert!(!archive.contains("__main__.py") && archive.read("x").is_none());
    }
}
