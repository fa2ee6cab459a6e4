using System.Buffers.Binary;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Text;

/// <summary>The immediates of vector instructions.</summary>
internal sealed partial class WatExpressions
{
    private void VectorImmediates(WasmBuffer output, VectorInstruction vector)
    {
        if (vector.AccessesMemory) MemoryArgument(output, vector.AccessSizeLog);
        if (vector.HasLane) LaneIndex(output);
        if (vector.Form == VectorForm.Shuffle) ShuffleLanes(output);
        if (vector.Form != VectorForm.Constant) return;
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, WatConstants.Vector(cursor));
        output.Bytes(bytes);
    }

    private void LaneIndex(WasmBuffer output)
    {
        if (cursor.AtNumber) LaneByte(output);
        else cursor.Unexpected("a lane index");
    }

    private void ShuffleLanes(WasmBuffer output)
    {
        int given = 0;
        while (cursor.Peek(given).Kind is WatTokenKind.Integer or WatTokenKind.Float) given++;
        if (given != 16) cursor.Fail(cursor.Peek(), WatErrorKind.LaneCount, "invalid lane length", "16 lane indices", $"{given}");
        for (int i = 0; i < 16; i++) LaneByte(output);
    }

    private void LaneByte(WasmBuffer output)
    {
        uint lane = 0;
        if (!cursor.AtNumber || !WatNumbers.TryUnsigned32(cursor.Text(), out lane) || lane > byte.MaxValue)
            cursor.Fail(cursor.Peek(), WatErrorKind.LaneIndex, "malformed lane index", "a number below 256", cursor.Text().ToString());
        output.Byte((byte)lane);
        cursor.Advance();
    }
}
