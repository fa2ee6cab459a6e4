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

    /// <summary>The name sections of a module that could not be decoded, as far as its sections can be told apart.</summary>
    public static List<CustomSection> Find(ReadOnlyMemory<byte> module)
    {
        List<CustomSection> sections = [];
        WasmReader reader = new(module);
        reader.ReadBytes(8);
        while (!reader.AtEnd)
        {
            byte id = reader.ReadByte();
            WasmReader content = new(reader.ReadBytes(reader.ReadU32()));
            if (id == 0 && content.ReadName() == "name") sections.Add(new CustomSection("name", content.ReadBytes((uint)content.Remaining)));
        }
        return sections;
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
