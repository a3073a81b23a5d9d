# Read by CMake right after llama-cpp-python's project() line (CMAKE_PROJECT_llama_cpp_INCLUDE).
# The bindings use libllama, libmtmd and ggml; llama.cpp's "common" library (argument parsing, downloads, chat grammars)
# is nearly half of the compile time and nothing here calls it. llama-cpp-python forces it on in the cache; a normal
# variable of the same name goes before the cache (CMP0126, CMP0077).
set(LLAMA_BUILD_COMMON OFF)

# Of the rest libmtmd is more than a quarter. Its models are some forty small files that read the same large headers: taken
# sixteen at a time, as llama.cpp does with its own models, they need half. Reading projector files and building graphs is
# not worth the optimiser's time either; pictures and sound, which are, are worked on in other files. (Measured with GCC 12:
# 98 processor seconds of 350 become 45.)
if(NOT MSVC)
    set(mtmd "${CMAKE_CURRENT_SOURCE_DIR}/vendor/llama.cpp/tools/mtmd")
    set(mtmd_once "${mtmd}/clip.cpp" "${mtmd}/mtmd-helper.cpp" "${mtmd}/mtmd-helper-gen.cpp")
    set(mtmd_hot "${mtmd}/mtmd.cpp" "${mtmd}/mtmd-audio.cpp" "${mtmd}/mtmd-image.cpp")
    cmake_language(DEFER CALL set_target_properties mtmd PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 16)
    cmake_language(DEFER CALL set_source_files_properties ${mtmd_once} ${mtmd_hot} TARGET_DIRECTORY mtmd
        PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    cmake_language(DEFER CALL set_source_files_properties ${mtmd_once} TARGET_DIRECTORY mtmd PROPERTIES COMPILE_OPTIONS -O1)
endif()
