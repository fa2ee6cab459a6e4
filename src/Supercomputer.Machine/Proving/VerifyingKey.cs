using System.Buffers.Binary;
using System.Text;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Paths;
using Supercomputer.Proofs.Serialization;

namespace Supercomputer.Machine.Proving;

/// <summary>The lowered program as bytes, and the digest D of those bytes: lowering version, module digest, entry, limits, host
/// interface, program table, memory and auxiliary images.</summary>
/// <remarks>Soundness: with the module a verifier lowers it and computes D itself; with a key alone it trusts whoever lowered.
/// Names and byte offsets are diagnostics and no part of D.</remarks>
public sealed class VerifyingKey
{
    private const uint Magic = 0x4b435357; // "WSCK", little-endian
    private const uint FormatVersion = 1;
    private const uint FormatVersionWithPaths = 2;
    private const int MaximumInstructions = 1 << 24;
    private const int MaximumIntervals = 1 << 20;
    private const int MaximumWords = 1 << 24;
    private const int MaximumNames = 1 << 10;
    private const int InstructionBytes = 2 + 4 + 2 + 2 + 8 + 4;

    private VerifyingKey(LoweredProgram program, byte[] bytes)
    {
        Program = program;
        Bytes = bytes;
        Digest = Keccak256.Hash(bytes);
    }

    /// <summary>The lowered program.</summary>
    public LoweredProgram Program { get; }

    /// <summary>The canonical bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>D: Keccak-256 of the bytes.</summary>
    public Digest Digest { get; }

    /// <summary>The key of a lowered program.</summary>
    /// <param name="program">The program.</param>
    public static VerifyingKey Create(LoweredProgram program)
    {
        ProofWriter writer = new();
        writer.WriteUInt32(Magic);
        writer.WriteUInt32(program.Paths.Length == 0 ? FormatVersion : FormatVersionWithPaths);
        writer.WriteUInt32(LoweredProgram.LoweringVersion);
        WriteBytes(writer, program.ModuleDigest);
        WriteBytes(writer, Encoding.UTF8.GetBytes(program.EntryName));
        writer.WriteUInt32(program.EntryProgramCounter);
        writer.WriteUInt32(program.InitialPages);
        writer.WriteUInt32(program.MaximumPages);
        writer.WriteUInt32(program.AuxiliarySize);
        writer.WriteUInt64(program.Limits.Fuel);
        writer.WriteUInt32(program.Limits.StackLimit);
        writer.WriteUInt32(program.Limits.MaximumPages);
        writer.WriteUInt32(program.Limits.MaximumTableSize);
        writer.WriteLength(program.HostFunctions.Length);
        foreach (string name in program.HostFunctions) WriteBytes(writer, Encoding.UTF8.GetBytes(name));
        WriteInstructions(writer, program.Instructions);
        WriteImage(writer, program.MemoryImage);
        WriteImage(writer, program.AuxiliaryImage);
        if (program.Paths.Length > 0) WritePaths(writer, program.Paths);
        return new(program, writer.ToArray());
    }

    /// <summary>Reads a key file; a message in place of the key says what is wrong with the bytes.</summary>
    /// <param name="bytes">The file's bytes.</param>
    /// <param name="key">The key.</param>
    public static string? TryRead(ReadOnlyMemory<byte> bytes, out VerifyingKey? key)
    {
        key = null;
        ProofReader reader = new(bytes);
        if (reader.ReadUInt32("file type") is var magic && !reader.Failed && magic != Magic)
            return $"file type: expected a key (it begins with WSCK), actual a file that begins with {FileType.Text(magic)}";
        bool hasPaths = bytes.Length >= 8 && BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[4..]) == FormatVersionWithPaths;
        reader.ExpectUInt32("key format", hasPaths ? FormatVersionWithPaths : FormatVersion);
        reader.ExpectUInt32("lowering version", LoweredProgram.LoweringVersion);
        LoweredProgram program = new()
        {
            ModuleDigest = reader.ReadBytes("module digest", reader.ReadLength("module digest", 32)).ToArray(),
            EntryName = ReadName(reader, "entry"),
            EntryProgramCounter = reader.ReadUInt32("entry"),
            InitialPages = reader.ReadUInt32("initial pages"),
            MaximumPages = reader.ReadUInt32("maximum pages"),
            AuxiliarySize = reader.ReadUInt32("auxiliary size"),
            Limits = new()
            {
                Fuel = reader.ReadUInt64("fuel"),
                StackLimit = reader.ReadUInt32("stack limit"),
                MaximumPages = reader.ReadUInt32("page limit"),
                MaximumTableSize = reader.ReadUInt32("table limit"),
            },
            HostFunctions = ReadNames(reader),
            Instructions = ReadInstructions(reader),
            MemoryImage = ReadImage(reader, "memory image", LoweringLimits.ProvablePages << 14),
            AuxiliaryImage = ReadImage(reader, "auxiliary image", 1u << 29),
        };
        ProgramPath[] paths = hasPaths ? ReadPaths(reader) : [];
        if (!reader.Finish()) return reader.Error?.ToString();
        if (Malformed(program) is { } malformed) return malformed;
        if (MalformedPath(program, paths) is { } badPath) return badPath;
        key = Create(program.WithPaths(paths));
        return key.Bytes.Span.SequenceEqual(bytes.Span) ? null : Refuse(ref key);
    }

    private static string Refuse(ref VerifyingKey? key)
    {
        key = null;
        return "the key is not the canonical encoding of the program it describes: make it again with 'wsc key'";
    }

    private static string? Malformed(LoweredProgram program)
    {
        Instruction[] code = program.Instructions;
        if (code.Length <= Outcomes.HaltCount) return $"instructions: more than {Outcomes.HaltCount} expected, actual {code.Length}";
        for (int pc = 0; pc < Outcomes.HaltCount; pc++)
            if (code[pc] is not { Operation: Operation.Halt } || code[pc].Immediate != (ulong)pc)
                return $"instruction {pc}: expected the halt of outcome {pc}, actual '{code[pc].Operation}'";
        for (int pc = 0; pc < code.Length; pc++)
            if (!IsInstruction(code[pc], code.Length)) return $"instruction {pc}: operation or operand out of range: {(ushort)code[pc].Operation}";
        if (program.EntryProgramCounter >= code.Length)
            return $"entry: expected below {code.Length}, actual {program.EntryProgramCounter}";
        if (program.InitialPages > program.MaximumPages || program.MaximumPages > LoweringLimits.ProvablePages)
            return $"pages: expected initial <= maximum <= {LoweringLimits.ProvablePages}, actual {program.InitialPages} and {program.MaximumPages}";
        if (program.Limits.StackLimit is 0 or > 1 << 28 || program.AuxiliarySize > 1 << 28 || program.Limits.Fuel > 1UL << 27)
            return "limits: stack (not 0) and auxiliary size at most 2^28, fuel at most 2^27 expected";
        return null;
    }

    private static string? MalformedPath(LoweredProgram program, ProgramPath[] paths)
    {
        int columns = 0;
        for (int index = 0; index < paths.Length; index++)
        {
            if (!PathPlan.TryCreate(program.Instructions, paths[index], out PathPlan? plan, out string? error))
                return $"path {index}: {error}";
            columns += new PathChip(index, 0, plan).Chip.Width;
            if (columns > ProgramPath.MaximumColumns)
                return $"paths: at most {ProgramPath.MaximumColumns} columns together expected, actual {columns} in the first {index + 1}";
        }

        return null;
    }

    private static void WritePaths(ProofWriter writer, ProgramPath[] paths)
    {
        writer.WriteLength(paths.Length);
        foreach (ProgramPath path in paths)
        {
            writer.WriteUInt32(path.Head);
            writer.WriteUInt32((uint)path.Length);
            writer.WriteUInt64(path.Directions);
        }
    }

    private static ProgramPath[] ReadPaths(ProofReader reader)
    {
        ProgramPath[] paths = new ProgramPath[reader.ReadLength("paths", ProgramPath.MaximumCount)];
        for (int i = 0; i < paths.Length && !reader.Failed; i++)
            paths[i] = new(reader.ReadUInt32("path"), (int)Math.Min(reader.ReadUInt32("path"), int.MaxValue), reader.ReadUInt64("path"));
        return paths;
    }

    private static bool IsInstruction(Instruction instruction, int count) =>
        instruction.Operation != Operation.None && Enum.IsDefined(instruction.Operation)
        && instruction.D < Math.Max(count, 1 << 16) && instruction.Cost < 1 << 16
        && (!instruction.Operation.HasWholeImmediate() || instruction.Immediate < 1 << 29)
        && (instruction.A + (AcceleratorCall.Of(instruction.Operation)?.Operands.Count ?? 0) <= 1 << 16)
        && (instruction.Operation != Operation.MemoryGrow || instruction.Immediate <= LoweringLimits.ProvablePages);

    private static void WriteBytes(ProofWriter writer, byte[] bytes)
    {
        writer.WriteLength(bytes.Length);
        writer.WriteBytes(bytes);
    }

    private static string ReadName(ProofReader reader, string name) =>
        Encoding.UTF8.GetString(reader.ReadBytes(name, reader.ReadLength(name, 1 << 12)));

    private static string[] ReadNames(ProofReader reader)
    {
        string[] names = new string[reader.ReadLength("host functions", MaximumNames)];
        for (int i = 0; i < names.Length && !reader.Failed; i++) names[i] = ReadName(reader, "host function");
        return names;
    }

    private static void WriteInstructions(ProofWriter writer, Instruction[] instructions)
    {
        writer.WriteLength(instructions.Length);
        Span<byte> row = stackalloc byte[InstructionBytes];
        foreach (Instruction instruction in instructions)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(row, (ushort)instruction.Operation);
            BinaryPrimitives.WriteUInt32LittleEndian(row[2..], instruction.D);
            BinaryPrimitives.WriteUInt16LittleEndian(row[6..], (ushort)instruction.A);
            BinaryPrimitives.WriteUInt16LittleEndian(row[8..], (ushort)instruction.B);
            BinaryPrimitives.WriteUInt64LittleEndian(row[10..], instruction.Immediate);
            BinaryPrimitives.WriteUInt32LittleEndian(row[18..], instruction.Cost);
            writer.WriteBytes(row);
        }
    }

    private static Instruction[] ReadInstructions(ProofReader reader)
    {
        int count = reader.ReadLength("instructions", MaximumInstructions);
        ReadOnlySpan<byte> rows = reader.ReadBytes("instructions", count * InstructionBytes);
        Instruction[] instructions = new Instruction[rows.Length / InstructionBytes];
        for (int i = 0; i < instructions.Length; i++)
        {
            ReadOnlySpan<byte> row = rows.Slice(i * InstructionBytes, InstructionBytes);
            instructions[i] = new(
                (Operation)BinaryPrimitives.ReadUInt16LittleEndian(row),
                BinaryPrimitives.ReadUInt32LittleEndian(row[2..]),
                BinaryPrimitives.ReadUInt16LittleEndian(row[6..]),
                BinaryPrimitives.ReadUInt16LittleEndian(row[8..]),
                BinaryPrimitives.ReadUInt64LittleEndian(row[10..]),
                BinaryPrimitives.ReadUInt32LittleEndian(row[18..]));
        }

        return instructions;
    }

    private static void WriteImage(ProofWriter writer, ImageInterval[] image)
    {
        writer.WriteLength(image.Length);
        foreach (ImageInterval interval in image)
        {
            writer.WriteUInt32(interval.Start);
            writer.WriteLength(interval.Words.Length);
            foreach (uint word in interval.Words) writer.WriteUInt32(word);
        }
    }

    private static ImageInterval[] ReadImage(ProofReader reader, string name, uint end)
    {
        int count = reader.ReadLength(name, MaximumIntervals);
        List<ImageInterval> intervals = [];
        long next = 0;
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            uint start = reader.ReadUInt32(name);
            int length = reader.ReadLength(name, MaximumWords);
            ReadOnlySpan<byte> bytes = reader.ReadBytes(name, 4 * length);
            uint[] words = new uint[bytes.Length / 4];
            for (int w = 0; w < words.Length; w++)
                words[w] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 * w)..]);

            // Intervals that touch, overlap or leave the space would give one cell two initial values.
            bool ordered = (i == 0 || start > next) && words.Length > 0 && start + (long)words.Length <= end;
            if (!ordered) reader.ExpectUInt32($"{name}: interval {i} is out of order (1 says so)", uint.MaxValue);
            next = start + (long)words.Length;
            intervals.Add(new(start, words));
        }

        return [.. intervals];
    }
}
