# find_package(wxpay) gives wxpay::wxpay, the shared library, and wxpay::static.
get_filename_component(_wxpay_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)

if(NOT TARGET wxpay::wxpay)
  add_library(wxpay::wxpay SHARED IMPORTED)
  set_target_properties(wxpay::wxpay PROPERTIES
    IMPORTED_LOCATION "${_wxpay_prefix}/lib/libwxpay.so.@VERSION@"
    IMPORTED_SONAME "@SONAME@"
    INTERFACE_INCLUDE_DIRECTORIES "${_wxpay_prefix}/include")

  add_library(wxpay::static STATIC IMPORTED)
  set_target_properties(wxpay::static PROPERTIES
    IMPORTED_LOCATION "${_wxpay_prefix}/lib/libwxpay.a"
    INTERFACE_INCLUDE_DIRECTORIES "${_wxpay_prefix}/include")
endif()

unset(_wxpay_prefix)
