//! A model as a folder of plain files.

use safetensors::{Dtype, SafeTensors, tensor::TensorView};

use crate::{
    codebook::Codebook,
    error::Error,
    linear::LinearModel,
    model::{Head, Model, ModelInfo},
};

/// Version of the form of the files; another one does not load.
pub(crate) const FORMAT: u32 = 1;

/// The only kind of model so far.
pub(crate) const KIND: &str = "linear";

/// The contents of the files of a model, by their names in its folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelFiles {
    /// `model.safetensors`: `buckets` (n, u32), `weights` (n × labels, f32), `idf` (n, f32), `training_texts`
    /// (m, u64).
    pub safetensors: Vec<u8>,
    /// `model.toml`: labels, feature schema, thresholds, calibration, training data, cross-validated figures.
    pub toml: String,
}

/// The numbers of a linear model.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tensors {
    pub(crate) buckets: Vec<u32>,
    pub(crate) weights: Vec<f32>,
    pub(crate) idf: Vec<f32>,
    pub(crate) training_texts: Vec<u64>,
}

impl ModelFiles {
    /// The files of a model; the hash in `info` is filled in.
    pub(crate) fn new(mut info: ModelInfo, tensors: &Tensors) -> Result<Self, Error> {
        let fault = |error: String| Error::Model(format!("cannot be written: {error}"));
        let safetensors = tensors.to_bytes().map_err(|error| fault(error.to_string()))?;
        info.safetensors_blake3 = blake3::hash(&safetensors).to_hex().to_string();
        let toml = toml::to_string(&info).map_err(|error| fault(error.to_string()))?;
        Ok(Self { safetensors, toml })
    }
}

impl Model {
    /// Loads a model from the contents of its files.
    ///
    /// # Errors
    /// [`Error::Model`] where a file cannot be read, was written in another form or for another feature schema,
    /// or does not fit the other.
    pub fn from_files(safetensors: &[u8], toml: &str) -> Result<Self, Error> {
        let info: ModelInfo = toml::from_str(toml).map_err(|error| {
            Error::Model(format!("model.toml: {}", error.to_string().trim_end()))
        })?;
        check_info(&info)?;
        let found = blake3::hash(safetensors).to_hex().to_string();
        if found != info.safetensors_blake3 {
            return Err(Error::Model(format!(
                "model.safetensors: BLAKE3 is {found}, model.toml expects {}",
                info.safetensors_blake3
            )));
        }
        let tensors = Tensors::from_bytes(safetensors, &info)?;
        let intercepts: Vec<f64> = info.heads.iter().map(|head| head.intercept).collect();
        let linear = LinearModel::new(
            &info.features,
            &tensors.buckets,
            &tensors.weights,
            &tensors.idf,
            &intercepts,
        );
        let hash = blake3::hash(toml.as_bytes()).to_hex().to_string();
        Ok(Self { info, linear, training_texts: tensors.training_texts, hash })
    }

    /// Refuses a codebook whose labels are not those of the model.
    ///
    /// # Errors
    /// [`Error::Model`] that names both lists of labels, or the difference in `exclusive`.
    pub fn check_codebook(&self, codebook: &Codebook) -> Result<(), Error> {
        let list = |codebook: &Codebook| codebook.label_names().collect::<Vec<_>>().join(", ");
        let (ours, theirs) = (&self.info.codebook, codebook);
        if list(ours) != list(theirs) {
            return Err(Error::Model(format!(
                "has the labels {}, the codebook `{}` has {}",
                list(ours),
                theirs.name,
                list(theirs)
            )));
        }
        if ours.exclusive != theirs.exclusive {
            let [ours, theirs] = [ours.exclusive, theirs.exclusive];
            return Err(Error::Model(format!(
                "was trained with exclusive = {ours}, the codebook says exclusive = {theirs}"
            )));
        }
        Ok(())
    }
}

fn check_info(info: &ModelInfo) -> Result<(), Error> {
    if info.format != FORMAT {
        return Err(Error::Model(format!(
            "model.toml: format is {}, expected {FORMAT}",
            info.format
        )));
    }
    if info.kind != KIND {
        return Err(Error::Model(format!(
            "model.toml: kind is `{}`, expected `{KIND}`",
            info.kind
        )));
    }
    info.features.check().map_err(|error| Error::Model(format!("model.toml: {error}")))?;
    info.codebook.check()?;
    let heads: Vec<&str> = info.heads.iter().map(|head| head.label.as_str()).collect();
    let labels: Vec<&str> = info.codebook.label_names().collect();
    if heads != labels {
        return Err(Error::Model(format!(
            "model.toml: heads are {heads:?}, labels of its codebook are {labels:?}"
        )));
    }
    let is_number = |head: &Head| {
        let threshold = head.threshold.unwrap_or_default();
        [head.intercept, head.platt.a, head.platt.b].iter().all(|value| value.is_finite())
            && (0.0..=1.0).contains(&threshold)
    };
    if let Some(head) = info.heads.iter().find(|head| !is_number(head)) {
        return Err(Error::Model(format!("model.toml: `{}` has numbers out of range", head.label)));
    }
    if info.heads.iter().any(|head| head.threshold.is_none() != info.codebook.exclusive) {
        return Err(Error::Model("model.toml: thresholds are given where labels do not exclude each other, and only there".to_owned()));
    }
    Ok(())
}

impl Tensors {
    fn to_bytes(&self) -> Result<Vec<u8>, safetensors::SafeTensorError> {
        let n = self.buckets.len();
        let n_labels = self.weights.len().checked_div(n).unwrap_or(0);
        let buckets: Vec<u8> = self.buckets.iter().flat_map(|value| value.to_le_bytes()).collect();
        let weights: Vec<u8> = self.weights.iter().flat_map(|value| value.to_le_bytes()).collect();
        let idf: Vec<u8> = self.idf.iter().flat_map(|value| value.to_le_bytes()).collect();
        let texts: Vec<u8> =
            self.training_texts.iter().flat_map(|value| value.to_le_bytes()).collect();
        safetensors::serialize(
            [
                ("buckets", TensorView::new(Dtype::U32, vec![n], &buckets)?),
                ("weights", TensorView::new(Dtype::F32, vec![n, n_labels], &weights)?),
                ("idf", TensorView::new(Dtype::F32, vec![n], &idf)?),
                (
                    "training_texts",
                    TensorView::new(Dtype::U64, vec![self.training_texts.len()], &texts)?,
                ),
            ],
            None,
        )
    }

    fn from_bytes(bytes: &[u8], info: &ModelInfo) -> Result<Self, Error> {
        let fault = |message: String| Error::Model(format!("model.safetensors: {message}"));
        let file = SafeTensors::deserialize(bytes).map_err(|error| fault(error.to_string()))?;
        let n = file
            .tensor("buckets")
            .map_err(|error| fault(error.to_string()))?
            .shape()
            .iter()
            .product();
        let n_labels = info.heads.len();
        let read = |name: &str, dtype: Dtype, shape: &[usize]| -> Result<Vec<u8>, Error> {
            let tensor = file.tensor(name).map_err(|error| fault(error.to_string()))?;
            if tensor.dtype() != dtype || tensor.shape() != shape {
                let found = format!("{:?} {:?}", tensor.dtype(), tensor.shape());
                return Err(fault(format!("`{name}` is {found}, expected {dtype:?} {shape:?}")));
            }
            Ok(tensor.data().to_vec())
        };
        let buckets: Vec<u32> = numbers(&read("buckets", Dtype::U32, &[n])?, u32::from_le_bytes);
        let weights: Vec<f32> =
            numbers(&read("weights", Dtype::F32, &[n, n_labels])?, f32::from_le_bytes);
        let idf: Vec<f32> = numbers(&read("idf", Dtype::F32, &[n])?, f32::from_le_bytes);
        let n_texts = file
            .tensor("training_texts")
            .map_err(|error| fault(error.to_string()))?
            .shape()
            .iter()
            .product();
        let training_texts =
            numbers(&read("training_texts", Dtype::U64, &[n_texts])?, u64::from_le_bytes);
        if let Some(bucket) =
            buckets.iter().find(|&&bucket| bucket as usize >= info.features.n_buckets())
        {
            return Err(fault(format!(
                "bucket {bucket} found, expected less than {}",
                info.features.n_buckets()
            )));
        }
        if !weights.iter().chain(&idf).all(|value| value.is_finite()) {
            return Err(fault("found a weight that is not a finite number".to_owned()));
        }
        if !training_texts.is_sorted() {
            return Err(fault("`training_texts` are not in order, expected ascending".to_owned()));
        }
        Ok(Self { buckets, weights, idf, training_texts })
    }
}

fn numbers<const WIDTH: usize, T>(bytes: &[u8], from: fn([u8; WIDTH]) -> T) -> Vec<T> {
    let (chunks, _) = bytes.as_chunks::<WIDTH>();
    chunks.iter().map(|&chunk| from(chunk)).collect()
}
