# Read by CMake right after llama-cpp-python's project() line (CMAKE_PROJECT_llama_cpp_INCLUDE).
# The bindings use libllama, libmtmd and ggml; llama.cpp's "common" library (argument parsing, downloads, chat grammars)
# is nearly half of the compile time and nothing here calls it. llama-cpp-python forces it on in the cache; a normal
# variable of the same name goes before the cache (CMP0126, CMP0077).
set(LLAMA_BUILD_COMMON OFF)
