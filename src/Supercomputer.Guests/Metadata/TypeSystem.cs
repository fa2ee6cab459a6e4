using System.Reflection.Metadata;

namespace Supercomputer.Guests.Metadata;

/// <summary>The types of a compilation, each once, and the assemblies that they come from.</summary>
/// <remarks>Types of the framework are known where a type of <c>Library/</c> stands in for them (<see cref="ReplacesAttribute"/>); the
/// framework's own code is never read, so that a guest does not depend on its version.</remarks>
internal sealed class TypeSystem : IDisposable
{
    private readonly Dictionary<string, TypeDesc> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AssemblyImage?> _images = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TypeDefinitionHandle> _replacements = new(StringComparer.Ordinal);
    private readonly string[] _folders;

    public TypeSystem(string assemblyPath)
    {
        string libraryPath = typeof(TypeSystem).Assembly.Location;
        if (libraryPath.Length == 0) libraryPath = Path.Combine(AppContext.BaseDirectory, "Supercomputer.Guests.dll");
        _folders = [Path.GetDirectoryName(Path.GetFullPath(assemblyPath))!, Path.GetDirectoryName(libraryPath)!];
        foreach (TypeKind kind in Enum.GetValues<TypeKind>())
            if (kind <= TypeKind.NativeUInt) Primitives[(int)kind] = new TypeDesc(NameOf(kind), kind);
        String = Add(new TypeDesc("System.String", TypeKind.String, Primitive(TypeKind.Char)));
        Library = Load(libraryPath);
        foreach ((string replaced, TypeDefinitionHandle handle) in Library.Replacements()) _replacements.Add(replaced, handle);
    }

    public AssemblyImage Library { get; }

    public TypeDesc String { get; }

    private TypeDesc[] Primitives { get; } = new TypeDesc[(int)TypeKind.NativeUInt + 1];

    public TypeDesc Primitive(TypeKind kind) => Primitives[(int)kind];

    /// <summary>A method of the library, by its type's name and its own; for a generic method, with its arguments.</summary>
    public MethodDesc LibraryMethod(string type, string name, params TypeDesc[] arguments)
    {
        TypeDesc owner = Library.TypeNamed($"Supercomputer.Guests.Library.{type}")
            ?? throw new InvalidOperationException($"the library has no type {type}");
        return Library.MethodsOf(owner, arguments).First(method => method.Name == name);
    }

    public AssemblyImage Load(string path)
    {
        AssemblyImage image = new(path, this);
        if (_images.TryGetValue(image.Name, out AssemblyImage? known) && known is not null)
        {
            image.Dispose();
            return known;
        }

        _images[image.Name] = image;
        return image;
    }

    /// <summary>An assembly that lies beside the guest or the compiler; null for the framework's.</summary>
    public AssemblyImage? Resolve(string name)
    {
        if (_images.TryGetValue(name, out AssemblyImage? image)) return image;
        if (name.StartsWith("System.", StringComparison.Ordinal) || name is "System" or "mscorlib" or "netstandard") return null;
        string? path = _folders.Select(folder => Path.Combine(folder, name + ".dll")).FirstOrDefault(File.Exists);
        return _images[name] = path is null ? null : Load(path);
    }

    public TypeDesc PointerTo(TypeDesc element) => Add(element.Name + "*", TypeKind.Pointer, element);

    public TypeDesc ByRefOf(TypeDesc element) => Add(element.Name + "&", TypeKind.ByRef, element);

    public TypeDesc ArrayOf(TypeDesc element) => Add(element.Name + "[]", TypeKind.Array, element);

    /// <summary>A type of the framework: a primitive one, one that the library stands in for, or a class with nothing but a name.</summary>
    public TypeDesc Framework(string name, TypeDesc[] arguments)
    {
        if (arguments.Length == 0 && Array.Find(Primitives, type => type.Name == name) is { } primitive) return primitive;
        if (name == "System.String") return String;
        if (_replacements.TryGetValue(name, out TypeDefinitionHandle handle)) return Defined(Library, handle, arguments);
        string full = NameWith(name, arguments);
        return _types.TryGetValue(full, out TypeDesc? known) ? known
            : Add(new TypeDesc(full, TypeKind.Class) { Arguments = arguments });
    }

    /// <summary>Whether a type of the library stands in for it.</summary>
    public bool IsReplaced(string name) => _replacements.ContainsKey(name);

    /// <summary>A type that an assembly defines.</summary>
    public TypeDesc Defined(AssemblyImage image, TypeDefinitionHandle handle, TypeDesc[] arguments)
    {
        string name = NameWith(image.NameOf(handle), arguments);
        string key = $"{image.Name}!{name}";
        if (_types.TryGetValue(key, out TypeDesc? known)) return known;
        TypeDesc type = new(name, TypeKind.Class) { Image = image, Definition = handle, Arguments = arguments };
        _types.Add(key, type);
        type.Kind = image.KindOf(handle);
        return type;
    }

    /// <summary>Words that cover a struct whose fields overlap or repeat.</summary>
    public Leaf[] Words(int size, int alignment)
    {
        List<Leaf> leaves = [];
        for (int at = 0; at < size;)
        {
            int width = 8;
            while (width > size - at || width > alignment || at % width != 0) width /= 2;
            leaves.Add(new Leaf(at, Primitive(width switch { 8 => TypeKind.UInt64, 4 => TypeKind.UInt32, 2 => TypeKind.UInt16, _ => TypeKind.Byte })));
            at += width;
        }

        return [.. leaves];
    }

    public void Dispose()
    {
        foreach (AssemblyImage? image in _images.Values) image?.Dispose();
    }

    private TypeDesc Add(string name, TypeKind kind, TypeDesc element) =>
        _types.TryGetValue(name + "@" + (element.Image?.Name ?? string.Empty), out TypeDesc? known) ? known
            : _types[name + "@" + (element.Image?.Name ?? string.Empty)] = new TypeDesc(name, kind, element);

    private TypeDesc Add(TypeDesc type) => _types[type.Name] = type;

    private static string NameWith(string name, TypeDesc[] arguments) =>
        arguments.Length == 0 ? name : $"{name}<{string.Join(",", arguments.Select(a => a.Name))}>";

    private static string NameOf(TypeKind kind) => kind switch
    {
        TypeKind.NativeInt => "System.IntPtr",
        TypeKind.NativeUInt => "System.UIntPtr",
        _ => "System." + kind,
    };
}
