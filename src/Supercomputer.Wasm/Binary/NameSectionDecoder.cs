using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Binary;

/// <summary>Reads function names from the name section; damage there only loses names, as the specification asks.</summary>
internal static class NameSectionDecoder
{
    private const byte FunctionNamesId = 1;

    public static IReadOnlyDictionary<uint, string> FunctionNames(List<CustomSection> sections)
    {
        Dictionary<uint, string> names = [];
        foreach (CustomSection section in sections)
        {
            if (section.Name != "name") continue;
            WasmReader reader = new(section.Bytes);
            while (!reader.AtEnd)
            {
                byte id = reader.ReadByte();
                ReadOnlyMemory<byte> content = reader.ReadBytes(reader.ReadU32());
                if (id == FunctionNamesId && !reader.Failed) ReadNames(new WasmReader(content), names);
            }
        }
        return names;
    }

    private static void ReadNames(WasmReader reader, Dictionary<uint, string> names)
    {
        int count = reader.ReadCount("names", int.MaxValue);
        for (int i = 0; i < count; i++)
        {
            uint index = reader.ReadU32();
            string name = reader.ReadName();
            if (reader.Failed) return;
            names[index] = name;
        }
    }
}
