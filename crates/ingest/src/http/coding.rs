//! Content codings of bodies: gzip, deflate, br and zstd.

use std::io::{self, Read};

use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState, StandardAlloc};
use flate2::bufread::GzDecoder;
use flate2::{Decompress, FlushDecompress, Status};

use crate::splitter::MAX_RECORD_BYTES;

/// How many times its length a body may have decompressed; pages of news reach about 20.
const MAX_RATIO: usize = 200;
/// Length up to which a body may have any ratio.
const FREE_BYTES: usize = 1024 * 1024;
/// Bytes that are decompressed at once.
const CHUNK_BYTES: usize = 16 * 1024;
/// Bytes of a body that are looked at to tell text.
const SEEN_BYTES: usize = 512;
/// Bytes that have to be text for a body without magic bytes to be taken for text at once.
const CERTAIN_BYTES: usize = 64;
/// The largest window of zstd, as a power of two: what RFC 9659 allows in HTTP.
const ZSTD_WINDOW_LOG: u32 = 23;

/// A body without one content coding.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Decoded {
    /// The body does not have the coding: it was decoded before it was stored.
    AsItIs,
    Whole(Vec<u8>),
    /// What was decoded until the body ended.
    Cut(Vec<u8>),
    /// What was found and what was expected.
    Bad(String),
    /// The decoded body is longer than is read.
    TooLarge(String),
}

/// Takes the content coding of this name, in lower case, off `body`.
pub(crate) fn decode(coding: &str, body: &[u8]) -> Decoded {
    if body.is_empty() || is_certainly_text(body) {
        return Decoded::AsItIs;
    }
    let decoded = match coding {
        "gzip" | "x-gzip" if body.starts_with(b"\x1f\x8b") => gunzip(body),
        "zstd" if body.starts_with(b"\x28\xb5\x2f\xfd") => unzstd(body),
        "deflate" => inflate(body),
        "br" => unbrotli(body),
        "gzip" | "x-gzip" | "zstd" => Err(Fault::Bad("no such data".to_owned())),
        _ => {
            let message =
                format!("found the content coding {coding:?}, expected gzip, deflate, br or zstd");
            return if is_text(body) { Decoded::AsItIs } else { Decoded::Bad(message) };
        }
    };
    match decoded {
        Ok(data) => Decoded::Whole(data),
        Err(Fault::TooLarge(message)) => Decoded::TooLarge(message),
        Err(_) if is_text(body) => Decoded::AsItIs,
        Err(Fault::Cut(data)) => Decoded::Cut(data),
        Err(Fault::Bad(reason)) => {
            Decoded::Bad(format!("found a body that is no {coding} ({reason}), expected {coding}"))
        }
    }
}

enum Fault {
    Cut(Vec<u8>),
    Bad(String),
    TooLarge(String),
}

fn gunzip(body: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut decoder = GzDecoder::new(body);
    let mut data = Vec::new();
    loop {
        read_all(&mut decoder, body.len(), &mut data)?;
        let rest = decoder.into_inner();
        // What is behind the last member is padding.
        if !rest.starts_with(b"\x1f\x8b") {
            return Ok(data);
        }
        decoder = GzDecoder::new(rest);
    }
}

fn unzstd(body: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut decoder =
        zstd::Decoder::with_buffer(body).map_err(|error| Fault::Bad(error.to_string()))?;
    decoder.window_log_max(ZSTD_WINDOW_LOG).map_err(|error| Fault::Bad(error.to_string()))?;
    let mut data = Vec::new();
    read_all(&mut decoder, body.len(), &mut data)?;
    Ok(data)
}

fn unbrotli(body: &[u8]) -> Result<Vec<u8>, Fault> {
    let alloc = StandardAlloc::default;
    // Strict: windows of at most 16 MiB.
    let mut state = BrotliState::new_strict(alloc(), alloc(), alloc());
    let (mut n_left, mut position, mut n_total) = (body.len(), 0, 0);
    let (mut data, mut buffer) = (Vec::new(), vec![0; CHUNK_BYTES]);
    loop {
        let (mut n_room, mut n_written) = (buffer.len(), 0);
        let result = BrotliDecompressStream(
            &mut n_left,
            &mut position,
            body,
            &mut n_room,
            &mut n_written,
            &mut buffer,
            &mut n_total,
            &mut state,
        );
        data.extend_from_slice(&buffer[..n_written]);
        check_length(data.len(), body.len())?;
        match result {
            BrotliResult::NeedsMoreOutput => {}
            BrotliResult::NeedsMoreInput => return Err(Fault::Cut(data)),
            BrotliResult::ResultSuccess if n_left == 0 => return Ok(data),
            BrotliResult::ResultSuccess => {
                return Err(Fault::Bad("bytes behind its end".to_owned()));
            }
            BrotliResult::ResultFailure => return Err(Fault::Bad("corrupt data".to_owned())),
        }
    }
}

/// `deflate` is zlib by its standard; some servers send it without the zlib header.
fn inflate(body: &[u8]) -> Result<Vec<u8>, Fault> {
    let has_header = body.len() >= 2
        && body[0] & 0x0f == 8
        && u16::from_be_bytes([body[0], body[1]]).is_multiple_of(31);
    let mut inflater = Decompress::new(has_header);
    let mut data = Vec::new();
    let mut buffer = vec![0; CHUNK_BYTES];
    loop {
        let (n_read, n_written) = (inflater.total_in(), inflater.total_out());
        let status = inflater
            .decompress(&body[n_read as usize..], &mut buffer, FlushDecompress::None)
            .map_err(|error| Fault::Bad(error.to_string()))?;
        data.extend_from_slice(&buffer[..(inflater.total_out() - n_written) as usize]);
        check_length(data.len(), body.len())?;
        match status {
            Status::StreamEnd => return Ok(data),
            _ if (inflater.total_in(), inflater.total_out()) == (n_read, n_written) => {
                return Err(Fault::Cut(data));
            }
            Status::Ok | Status::BufError => {}
        }
    }
}

fn read_all(decoder: &mut impl Read, n_coded: usize, data: &mut Vec<u8>) -> Result<(), Fault> {
    let mut buffer = vec![0; CHUNK_BYTES];
    loop {
        match decoder.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(n_bytes) => data.extend_from_slice(&buffer[..n_bytes]),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                return Err(Fault::Cut(std::mem::take(data)));
            }
            Err(error) => return Err(Fault::Bad(error.to_string())),
        }
        check_length(data.len(), n_coded)?;
    }
}

fn check_length(n_decoded: usize, n_coded: usize) -> Result<(), Fault> {
    let limit = MAX_RECORD_BYTES / (1024 * 1024);
    if n_decoded > MAX_RECORD_BYTES {
        let message = format!(
            "found a body of more than {limit} MiB decompressed, expected at most {limit} MiB"
        );
        return Err(Fault::TooLarge(message));
    }
    if n_decoded > FREE_BYTES && n_decoded / MAX_RATIO > n_coded {
        let message = format!(
            "found a body of {n_coded} bytes that is more than {MAX_RATIO} times as long decompressed, expected a page"
        );
        return Err(Fault::TooLarge(message));
    }
    Ok(())
}

fn is_certainly_text(body: &[u8]) -> bool {
    body.len() >= CERTAIN_BYTES && is_text(body)
}

/// Whether a body starts as text does and compressed data do not: without control characters.
fn is_text(body: &[u8]) -> bool {
    let is_utf16 = body.starts_with(b"\xff\xfe") || body.starts_with(b"\xfe\xff");
    let is_letter = |byte: &u8| *byte >= b' ' || matches!(byte, b'\t' | b'\n' | b'\r' | b'\x0c');
    is_utf16 || body[..body.len().min(SEEN_BYTES)].iter().all(is_letter)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use proptest::prelude::*;

    use super::*;

    const PAGE: &str =
        "<!DOCTYPE html><title>Order takes effect</title><p>Officials of Alder Valley said so.</p>";
    /// [`PAGE`] twice, as Google's encoder (brotli 1.2, quality 11) writes it.
    const PAGE_TWICE_AS_BROTLI: &[u8] = include_bytes!("page_twice.br");

    fn encoded(coding: &str, text: &[u8]) -> Vec<u8> {
        let level = Compression::default();
        match coding {
            "gzip" => {
                let mut encoder = GzEncoder::new(Vec::new(), level);
                encoder.write_all(text).unwrap();
                encoder.finish().unwrap()
            }
            "deflate" => {
                let mut encoder = ZlibEncoder::new(Vec::new(), level);
                encoder.write_all(text).unwrap();
                encoder.finish().unwrap()
            }
            "raw deflate" => {
                let mut encoder = DeflateEncoder::new(Vec::new(), level);
                encoder.write_all(text).unwrap();
                encoder.finish().unwrap()
            }
            _ => zstd::encode_all(text, 3).unwrap(),
        }
    }

    #[test]
    fn a_coding_is_taken_off() {
        for coding in ["gzip", "deflate", "raw deflate", "zstd"] {
            let name = coding.trim_start_matches("raw ");
            for text in [PAGE, ""] {
                let body = encoded(coding, text.as_bytes());
                assert_eq!(decode(name, &body), Decoded::Whole(text.into()), "{coding}");
            }
        }
        assert_eq!(decode("br", PAGE_TWICE_AS_BROTLI), Decoded::Whole(PAGE.repeat(2).into()));
        let members =
            [encoded("gzip", b"<p>one"), encoded("gzip", b", two</p>"), vec![0; 9]].concat();
        assert_eq!(decode("gzip", &members), Decoded::Whole(b"<p>one, two</p>".to_vec()));
    }

    #[test]
    fn a_body_that_was_decoded_before_is_taken_as_it_is() {
        for coding in ["gzip", "x-gzip", "deflate", "br", "zstd", "utf-8"] {
            for text in [PAGE.as_bytes(), b"<p>Caf\xe9</p>", b"\xff\xfe<\0p\0", b""] {
                assert_eq!(decode(coding, text), Decoded::AsItIs, "{coding} {text:?}");
            }
        }
    }

    #[test]
    fn a_body_that_ends_early_is_kept_as_far_as_it_goes() {
        let mut text = String::new();
        for number in 0..5000_u32 {
            text.push_str(&number.wrapping_mul(2_654_435_761).to_string());
        }
        for coding in ["gzip", "deflate", "raw deflate", "zstd"] {
            let body = encoded(coding, text.as_bytes());
            let decoded = decode(coding.trim_start_matches("raw "), &body[..body.len() - 9]);
            let Decoded::Cut(data) = decoded else { panic!("{coding}: {decoded:?}") };
            assert!(text.as_bytes().starts_with(&data), "{coding}");
        }
        let cut = &PAGE_TWICE_AS_BROTLI[..PAGE_TWICE_AS_BROTLI.len() - 3];
        assert!(matches!(decode("br", cut), Decoded::Cut(_)));
    }

    #[test]
    fn a_body_that_is_something_else_is_said() {
        let noise: Vec<u8> =
            (0..=255).map(|byte: u8| byte.wrapping_mul(37).wrapping_add(3)).collect();
        for coding in ["gzip", "br", "zstd", "compress"] {
            let decoded = decode(coding, &noise);
            assert!(matches!(decoded, Decoded::Bad(_)), "{coding}: {decoded:?}");
        }
        let mut wrong_checksum = encoded("gzip", PAGE.as_bytes());
        let n_bytes = wrong_checksum.len();
        wrong_checksum[n_bytes - 6] ^= 1;
        assert!(matches!(decode("gzip", &wrong_checksum), Decoded::Bad(_)));
    }

    #[test]
    fn bombs_are_too_large() {
        let zeros = vec![0; 8 * FREE_BYTES];
        for coding in ["gzip", "deflate", "zstd"] {
            let decoded = decode(coding, &encoded(coding, &zeros));
            assert!(matches!(decoded, Decoded::TooLarge(_)), "{coding}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_decoded_without_a_panic(
            body in proptest::collection::vec(any::<u8>(), 0..300),
            coding in proptest::sample::select(vec!["gzip", "deflate", "br", "zstd", "x"]),
            magic in proptest::sample::select(vec![b"".as_slice(), b"\x1f\x8b\x08\0", b"\x28\xb5\x2f\xfd", b"\x78\x9c"]),
        ) {
            let _ = decode(coding, &[magic, &body].concat());
        }
    }
}
