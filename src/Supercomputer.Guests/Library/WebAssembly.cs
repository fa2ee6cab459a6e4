namespace Supercomputer.Guests.Library;

/// <summary>Instructions and imports that the compiler puts in place of calls; natively they have no meaning.</summary>
internal static class WebAssembly
{
    public static uint MemorySize() => throw new NotSupportedException();

    public static uint MemoryGrow(uint pages) => throw new NotSupportedException();
}

/// <summary>The functions of the module <c>wsc</c> that a guest imports, under their names there.</summary>
internal static unsafe class HostImports
{
    public static uint InputSize(uint stream) => throw new NotSupportedException();

    public static uint InputWord(uint stream, uint index) => throw new NotSupportedException();

    public static void InputRead(uint stream, uint offset, void* to, uint length) => throw new NotSupportedException();

    public static void Output(void* from, uint length) => throw new NotSupportedException();

    public static void Keccak256(void* from, uint length, void* to) => throw new NotSupportedException();

    public static void Sha256(void* from, uint length, void* to) => throw new NotSupportedException();

    public static void Sha256Compress(void* state, void* block) => throw new NotSupportedException();

    public static void MultiplyAdd_256(void* a, void* b, void* c, void* modulus, void* to) => throw new NotSupportedException();

    public static void MultiplyAdd_384(void* a, void* b, void* c, void* modulus, void* to) => throw new NotSupportedException();

    public static void MultiplyAddFp2_256(void* a, void* b, void* c, void* modulus, void* to) => throw new NotSupportedException();

    public static void MultiplyAddFp2_384(void* a, void* b, void* c, void* modulus, void* to) => throw new NotSupportedException();

    public static void Invert_256(void* a, void* modulus, void* to) => throw new NotSupportedException();

    public static void Invert_384(void* a, void* modulus, void* to) => throw new NotSupportedException();

    public static void CurveAdd_256(void* p, void* q, void* modulus, void* to, void* a) => throw new NotSupportedException();

    public static void CurveAdd_384(void* p, void* q, void* modulus, void* to, void* a) => throw new NotSupportedException();

    public static uint Secp256k1Recover(void* digest, void* signature, void* to) => throw new NotSupportedException();

    public static void Poseidon2_16(void* from, void* to) => throw new NotSupportedException();

    public static void Poseidon2_24(void* from, void* to) => throw new NotSupportedException();
}
