//! The model and the codebook that are compiled in.

use classifier::{Codebook, Model};

use crate::error::Error;

const SAFETENSORS: &[u8] = include_bytes!("../../../models/order-2018/model.safetensors");
const TOML: &str = include_str!("../../../models/order-2018/model.toml");
const CODEBOOK: &str = include_str!("../../../data/codebook.toml");

/// The model that slant ships.
///
/// # Errors
/// Where the model in the source tree was trained for other features; training it anew mends that.
pub fn shipped_model() -> Result<Model, Error> {
    Ok(Model::from_files(SAFETENSORS, TOML)?)
}

/// The codebook that slant ships.
///
/// # Errors
/// Where the codebook in the source tree is at fault.
pub fn shipped_codebook() -> Result<Codebook, Error> {
    Ok(Codebook::from_toml(CODEBOOK)?)
}
