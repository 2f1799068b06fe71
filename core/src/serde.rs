//! Host structs <-> fields, flat and with text values only.
//!
//! A struct (or map) becomes a list; absent options are left out. A number or anything else that is not text is refused
//! with the field's name, never guessed at: `total_fee: String`, in fen. Fields that a struct does not name are kept with
//! `#[serde(flatten)] more: BTreeMap<String, String>`.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Display;

use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde::ser::{self, Impossible, Serialize, SerializeMap, SerializeStruct, Serializer};

use crate::error::{Code, Error};
use crate::fields::Fields;
use crate::flat::Flat;

/// Makes a list of a host struct.
///
/// ```
/// #[derive(serde::Serialize, serde::Deserialize)]
/// struct Query {
///     appid: String,
///     out_trade_no: String,
///     sign_type: Option<String>,
/// }
/// let query = Query { appid: "wx1".into(), out_trade_no: "007".into(), sign_type: None };
/// let list = wxpay_core::to_flat(&query)?;
/// assert_eq!(list.pairs(), [("appid", "wx1"), ("out_trade_no", "007")]);
/// # Ok::<(), wxpay_core::Error>(())
/// ```
///
/// # Errors
/// - `FIELD`: a value that is not text, with the field's name; `ARG`: not a struct or map
/// - `NAME`, `CHAR`, `SIZE`: as [`Fields::new`]
pub fn to_flat<T: Serialize + ?Sized>(value: &T) -> Result<Flat<String>, Error> {
    let pairs = value.serialize(List { pairs: Vec::new() })?;
    let borrowed: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    Fields::new(&borrowed)?;
    let text: String = pairs.iter().flat_map(|(name, value)| [name.as_str(), "\0", value.as_str(), "\0"]).collect();
    Ok(Flat::parse(text.as_bytes(), pairs.len())?.to_owned())
}

/// Makes a host struct of a list.
///
/// ```
/// #[derive(serde::Deserialize)]
/// struct Reply {
///     return_code: String,
///     prepay_id: Option<String>,
///     #[serde(flatten)]
///     more: std::collections::BTreeMap<String, String>,
/// }
/// let flat = wxpay_core::decode_unverified(b"<xml><return_code>FAIL</return_code><new>1</new></xml>")?;
/// let reply: Reply = wxpay_core::from_flat(&flat)?;
/// assert_eq!((reply.return_code.as_str(), reply.prepay_id, reply.more["new"].as_str()), ("FAIL", None, "1"));
/// # Ok::<(), wxpay_core::Error>(())
/// ```
///
/// # Errors
/// - `MISSING`: a field the struct demands; `FIELD`: a field that the struct wants to be something else than text
pub fn from_flat<T: DeserializeOwned, S: AsRef<str>>(flat: &Flat<S>) -> Result<T, Error> {
    T::deserialize(Source { pairs: flat.iter(), value: None })
}

impl ser::Error for Error {
    fn custom<M: Display>(_: M) -> Self {
        Self::new(Code::Field)
    }
}

impl de::Error for Error {
    fn custom<M: Display>(_: M) -> Self {
        Self::new(Code::Field)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::field(Code::Missing, field)
    }

    fn unknown_field(field: &str, _: &'static [&'static str]) -> Self {
        Self::field(Code::Name, field)
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::field(Code::Duplicate, field)
    }
}

/// Collects the members of a struct or map.
struct List {
    pairs: Vec<(String, String)>,
}

impl List {
    fn add<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Error> {
        if let Some(text) = value.serialize(Text).map_err(|error| error.in_field(name.as_bytes()))? {
            self.pairs.push((name.into(), text));
        }
        Ok(())
    }
}

impl SerializeStruct for List {
    type Ok = Vec<(String, String)>;
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
        self.add(name, value)
    }

    fn end(self) -> Result<Self::Ok, Error> {
        Ok(self.pairs)
    }
}

impl SerializeMap for List {
    type Ok = Vec<(String, String)>;
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> Result<(), Error> {
        let name = name.serialize(Text)?.ok_or(Error::new(Code::Name))?;
        self.pairs.push((name, String::new()));
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let (name, _) = self.pairs.pop().ok_or(Error::new(Code::Arg))?;
        self.add(&name, value)
    }

    fn end(self) -> Result<Self::Ok, Error> {
        Ok(self.pairs)
    }
}

/// Refuses every shape that is not listed before it.
macro_rules! refuse {
    ($code:expr; $($method:ident($($argument:ty),*) -> $ok:ty;)*) => {
        $(fn $method(self, $(_: $argument),*) -> Result<$ok, Error> { Err(Error::new($code)) })*
    };
}

macro_rules! refuse_scalars {
    ($code:expr, $ok:ty) => {
        refuse! { $code;
            serialize_bool(bool) -> $ok;
            serialize_i8(i8) -> $ok;
            serialize_i16(i16) -> $ok;
            serialize_i32(i32) -> $ok;
            serialize_i64(i64) -> $ok;
            serialize_u8(u8) -> $ok;
            serialize_u16(u16) -> $ok;
            serialize_u32(u32) -> $ok;
            serialize_u64(u64) -> $ok;
            serialize_f32(f32) -> $ok;
            serialize_f64(f64) -> $ok;
            serialize_bytes(&[u8]) -> $ok;
            serialize_unit() -> $ok;
            serialize_unit_struct(&'static str) -> $ok;
            serialize_seq(Option<usize>) -> Self::SerializeSeq;
            serialize_tuple(usize) -> Self::SerializeTuple;
            serialize_tuple_struct(&'static str, usize) -> Self::SerializeTupleStruct;
            serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Self::SerializeTupleVariant;
            serialize_struct_variant(&'static str, u32, &'static str, usize) -> Self::SerializeStructVariant;
        }

        fn serialize_newtype_variant<T: Serialize + ?Sized>(self, _: &'static str, _: u32, _: &'static str, _: &T) -> Result<$ok, Error> {
            Err(Error::new($code))
        }
    };
}

impl Serializer for List {
    type Ok = Vec<(String, String)>;
    type Error = Error;
    type SerializeSeq = Impossible<Self::Ok, Error>;
    type SerializeTuple = Impossible<Self::Ok, Error>;
    type SerializeTupleStruct = Impossible<Self::Ok, Error>;
    type SerializeTupleVariant = Impossible<Self::Ok, Error>;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Impossible<Self::Ok, Error>;

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Error> {
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Error> {
        Ok(self)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Self::Ok, Error> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<Self::Ok, Error> {
        value.serialize(self)
    }

    refuse_scalars!(Code::Arg, Self::Ok);
    refuse! { Code::Arg;
        serialize_str(&str) -> Self::Ok;
        serialize_char(char) -> Self::Ok;
        serialize_none() -> Self::Ok;
        serialize_unit_variant(&'static str, u32, &'static str) -> Self::Ok;
    }
}

/// Takes text, an optional text, or the name of a unit variant.
struct Text;

impl Serializer for Text {
    type Ok = Option<String>;
    type Error = Error;
    type SerializeSeq = Impossible<Self::Ok, Error>;
    type SerializeTuple = Impossible<Self::Ok, Error>;
    type SerializeTupleStruct = Impossible<Self::Ok, Error>;
    type SerializeTupleVariant = Impossible<Self::Ok, Error>;
    type SerializeMap = Impossible<Self::Ok, Error>;
    type SerializeStruct = Impossible<Self::Ok, Error>;
    type SerializeStructVariant = Impossible<Self::Ok, Error>;

    fn serialize_str(self, text: &str) -> Result<Self::Ok, Error> {
        Ok(Some(text.into()))
    }

    fn serialize_char(self, c: char) -> Result<Self::Ok, Error> {
        Ok(Some(c.into()))
    }

    fn serialize_none(self) -> Result<Self::Ok, Error> {
        Ok(None)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Self::Ok, Error> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<Self::Ok, Error> {
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Self::Ok, Error> {
        Ok(Some(variant.into()))
    }

    refuse_scalars!(Code::Field, Self::Ok);
    refuse! { Code::Field;
        serialize_map(Option<usize>) -> Self::SerializeMap;
        serialize_struct(&'static str, usize) -> Self::SerializeStruct;
    }
}

/// The fields of a list, one after the other.
struct Source<'a, I> {
    pairs: I,
    value: Option<(&'a str, &'a str)>,
}

impl<'de, I: Iterator<Item = (&'de str, &'de str)>> Deserializer<'de> for Source<'de, I> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct
        seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de, I: Iterator<Item = (&'de str, &'de str)>> MapAccess<'de> for Source<'de, I> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        self.value = self.pairs.next();
        self.value.map(|(name, _)| seed.deserialize(Value(name))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let (name, value) = self.value.take().ok_or(Error::new(Code::Arg))?;
        seed.deserialize(Value(value)).map_err(|error| error.in_field(name.as_bytes()))
    }
}

/// One value: text, present, or the name of a unit variant.
struct Value<'a>(&'a str);

impl<'de> Deserializer<'de> for Value<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_str(self.0)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let variant: StrDeserializer<'_, Error> = self.0.into_deserializer();
        variant.deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct identifier ignored_any
    }
}
