//! Lists of attributions in every form of a table.

use std::path::Path;

use ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use arrow_array::{Array, cast::AsArray, types::UInt32Type};

use super::*;

fn attribution(source: Option<[u32; 2]>, speaker: Option<&str>) -> AttributionValue {
    AttributionValue {
        content: [3, 14],
        source,
        cue: None,
        form: "direct",
        speaker: speaker.map(str::to_owned),
    }
}

/// A table of a unit with two attributions, one with none, and one of which nothing is known.
fn write(form: Form, path: &Path) {
    let columns =
        [Column::new("unit_id", Kind::Text), Column::new("attributions", Kind::Attributions)];
    let two = [attribution(Some([16, 21]), Some("Orla \"O\" Fennick")), attribution(None, None)];
    let mut table = form.create(path, &columns).unwrap();
    for (id, list) in
        [("a", Cell::Attributions(&two)), ("b", Cell::Attributions(&[])), ("c", Cell::Missing)]
    {
        table.write(&[Cell::Text(id), list]).unwrap();
    }
    table.finish().unwrap();
}

fn written(form: Form) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table");
    write(form, &path);
    std::fs::read_to_string(&path).unwrap()
}

#[test]
fn attributions_are_lists_in_json_lines() {
    let two = r#"[{"content":[3,14],"source":[16,21],"cue":null,"form":"direct","speaker":"Orla \"O\" Fennick"},{"content":[3,14],"source":null,"cue":null,"form":"direct","speaker":null}]"#;
    assert_eq!(
        written(Form::JsonLines),
        format!(
            "{{\"unit_id\":\"a\",\"attributions\":{two}}}\n\
             {{\"unit_id\":\"b\",\"attributions\":[]}}\n\
             {{\"unit_id\":\"c\",\"attributions\":null}}\n"
        )
    );
}

#[test]
fn attributions_are_json_in_csv() {
    let written = written(Form::Csv);
    let mut reader = ::csv::Reader::from_reader(written.as_bytes());
    let fields: Vec<String> =
        reader.records().map(|record| record.unwrap()[1].to_owned()).collect();
    let two: serde_json::Value = serde_json::from_str(&fields[0]).unwrap();
    assert_eq!(two[0]["source"], serde_json::json!([16, 21]));
    assert_eq!(two[1]["speaker"], serde_json::Value::Null);
    assert_eq!(&fields[1..], ["[]", ""]);
}

#[test]
fn attributions_are_lists_of_structs_in_parquet() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table");
    write(Form::Parquet, &path);
    let file = std::fs::File::open(&path).unwrap();
    let mut reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
    let batch = reader.next().unwrap().unwrap();
    let lists = batch.column(1).as_list::<i32>();
    assert_eq!([lists.value_length(0), lists.value_length(1)], [2, 0]);
    assert!(lists.is_valid(1) && lists.is_null(2));
    let first = lists.value(0);
    let first = first.as_struct();
    assert_eq!(first.column_names(), ["content", "source", "cue", "form", "speaker"]);
    let source = first.column(1).as_list::<i32>();
    assert_eq!(source.value(0).as_primitive::<UInt32Type>().values(), &[16, 21]);
    assert!(source.is_null(1) && first.column(2).is_null(0));
    assert_eq!(first.column(3).as_string::<i32>().value(1), "direct");
    assert_eq!(first.column(4).as_string::<i32>().value(0), "Orla \"O\" Fennick");
    assert!(first.column(4).is_null(1));
}
