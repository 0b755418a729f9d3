//! Content codings of bodies: gzip, deflate, br and zstd.

use std::io::{self, Read};

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
    if body.is_empty() || coding == "identity" || is_certainly_text(body) {
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
    let mut data = Vec::new();
    read_all(
        &mut brotli_decompressor::Decompressor::new(body, CHUNK_BYTES),
        body.len(),
        &mut data,
    )?;
    Ok(data)
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
