//! Values of Parquet as JSON, so that a row is parsed like a line of JSON.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrowPrimitiveType};
use arrow_cast::display::array_value_to_string;
use arrow_schema::{ArrowError, DataType};

/// Appends the value in `row` of `array`: text and bytes as a string, numbers as they are, dates and times in ISO 8601,
/// lists as arrays. Bytes that are no UTF-8 stay as they are, for the record to be rejected.
pub(crate) fn write_value(
    out: &mut Vec<u8>,
    array: &dyn Array,
    row: usize,
) -> Result<(), ArrowError> {
    if array.is_null(row) {
        out.extend(b"null");
        return Ok(());
    }
    match array.data_type() {
        DataType::Null => out.extend(b"null"),
        DataType::Boolean => write_display(out, array.as_boolean().value(row)),
        DataType::Utf8 => write_string(out, array.as_string::<i32>().value(row).as_bytes()),
        DataType::LargeUtf8 => write_string(out, array.as_string::<i64>().value(row).as_bytes()),
        DataType::Utf8View => write_string(out, array.as_string_view().value(row).as_bytes()),
        DataType::Binary => write_string(out, array.as_binary::<i32>().value(row)),
        DataType::LargeBinary => write_string(out, array.as_binary::<i64>().value(row)),
        DataType::BinaryView => write_string(out, array.as_binary_view().value(row)),
        DataType::FixedSizeBinary(_) => write_string(out, array.as_fixed_size_binary().value(row)),
        DataType::Struct(_) => return write_struct(out, array, row),
        DataType::List(_) => return write_list(out, array.as_list::<i32>().value(row).as_ref()),
        DataType::LargeList(_) => {
            return write_list(out, array.as_list::<i64>().value(row).as_ref());
        }
        DataType::Map(..) => return write_list(out, &array.as_map().value(row)),
        kind if kind.is_numeric() && !is_decimal(kind) => write_number(out, array, row),
        // Dates, times, decimal numbers, and whatever else has a text of its own.
        _ => write_string(out, array_value_to_string(array, row)?.as_bytes()),
    }
    Ok(())
}

fn is_decimal(kind: &DataType) -> bool {
    matches!(
        kind,
        DataType::Decimal32(..)
            | DataType::Decimal64(..)
            | DataType::Decimal128(..)
            | DataType::Decimal256(..)
    )
}

fn write_number(out: &mut Vec<u8>, array: &dyn Array, row: usize) {
    match array.data_type() {
        DataType::Int8 => write_display(out, primitive::<Int8Type>(array, row)),
        DataType::Int16 => write_display(out, primitive::<Int16Type>(array, row)),
        DataType::Int32 => write_display(out, primitive::<Int32Type>(array, row)),
        DataType::Int64 => write_display(out, primitive::<Int64Type>(array, row)),
        DataType::UInt8 => write_display(out, primitive::<UInt8Type>(array, row)),
        DataType::UInt16 => write_display(out, primitive::<UInt16Type>(array, row)),
        DataType::UInt32 => write_display(out, primitive::<UInt32Type>(array, row)),
        DataType::UInt64 => write_display(out, primitive::<UInt64Type>(array, row)),
        DataType::Float16 => write_float(out, primitive::<Float16Type>(array, row).to_f64()),
        DataType::Float32 => write_float(out, f64::from(primitive::<Float32Type>(array, row))),
        _ => write_float(out, primitive::<Float64Type>(array, row)),
    }
}

fn primitive<T: ArrowPrimitiveType>(array: &dyn Array, row: usize) -> T::Native {
    array.as_primitive::<T>().value(row)
}

fn write_display(out: &mut Vec<u8>, value: impl std::fmt::Display) {
    out.extend(value.to_string().as_bytes());
}

/// JSON has no infinity and no NaN: they are no value.
fn write_float(out: &mut Vec<u8>, value: f64) {
    if value.is_finite() { write_display(out, value) } else { out.extend(b"null") }
}

fn write_struct(out: &mut Vec<u8>, array: &dyn Array, row: usize) -> Result<(), ArrowError> {
    let array = array.as_struct();
    out.push(b'{');
    for (index, (field, column)) in array.fields().iter().zip(array.columns()).enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write_string(out, field.name().as_bytes());
        out.push(b':');
        write_value(out, column, row)?;
    }
    out.push(b'}');
    Ok(())
}

fn write_list(out: &mut Vec<u8>, values: &dyn Array) -> Result<(), ArrowError> {
    out.push(b'[');
    for index in 0..values.len() {
        if index > 0 {
            out.push(b',');
        }
        write_value(out, values, index)?;
    }
    out.push(b']');
    Ok(())
}

/// Appends a JSON string; bytes that are no UTF-8 as they are.
pub(crate) fn write_string(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'"');
    for &byte in bytes {
        match byte {
            b'"' => out.extend(b"\\\""),
            b'\\' => out.extend(b"\\\\"),
            b'\n' => out.extend(b"\\n"),
            0..=0x1f => out.extend(format!("\\u{byte:04x}").as_bytes()),
            _ => out.push(byte),
        }
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_escaped_and_other_bytes_kept() {
        let check = |bytes: &[u8], expected: &[u8]| {
            let mut out = Vec::new();
            write_string(&mut out, bytes);
            assert_eq!(out, expected);
        };
        check("é\"\\\n\0".as_bytes(), "\"é\\\"\\\\\\n\\u0000\"".as_bytes());
        check(b"\xff", b"\"\xff\"");
    }
}
