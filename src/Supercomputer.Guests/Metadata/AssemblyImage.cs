using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Supercomputer.Guests.Metadata;

/// <summary>An assembly's metadata, code and line numbers.</summary>
internal sealed partial class AssemblyImage : IDisposable
{
    private readonly PEReader _file;
    private readonly MetadataReaderProvider? _symbols;
    private readonly SignatureTypes _signatures;

    public AssemblyImage(string path, TypeSystem types)
    {
        _file = new PEReader(new MemoryStream(File.ReadAllBytes(path)));
        if (!_file.HasMetadata) throw new GuestException($"{path} is not an assembly");
        Reader = _file.GetMetadataReader();
        Name = Reader.GetString(Reader.GetAssemblyDefinition().Name);
        Types = types;
        _signatures = new SignatureTypes(this);
        _file.TryOpenAssociatedPortablePdb(path, p => File.Exists(p) ? new MemoryStream(File.ReadAllBytes(p)) : null, out _symbols, out _);
    }

    public MetadataReader Reader { get; }

    public string Name { get; }

    public TypeSystem Types { get; }

    public MethodBodyBlock BodyOf(MethodDesc method)
    {
        int address = Reader.GetMethodDefinition(method.Definition).RelativeVirtualAddress;
        return address != 0 ? _file.GetMethodBody(address) : throw new GuestException($"{method} has no body (abstract or extern)");
    }

    /// <summary>The bytes that a field is mapped to.</summary>
    public byte[] DataOf(FieldDesc field)
    {
        int address = Reader.GetFieldDefinition(field.Definition).GetRelativeVirtualAddress();
        return [.. _file.GetSectionData(address).GetContent(0, field.Type.Size)];
    }

    public bool HasData(FieldDesc field) => (Reader.GetFieldDefinition(field.Definition).Attributes & FieldAttributes.HasFieldRVA) != 0;

    public TypeDesc[] LocalsOf(MethodBodyBlock body, GenericContext context) =>
        body.LocalSignature.IsNil ? [] : [.. Reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_signatures, context)];

    public string NameOf(TypeDefinitionHandle handle)
    {
        TypeDefinition type = Reader.GetTypeDefinition(handle);
        string name = Reader.GetString(type.Name);
        if (!type.GetDeclaringType().IsNil) return $"{NameOf(type.GetDeclaringType())}.{name}";
        return type.Namespace.IsNil ? name : $"{Reader.GetString(type.Namespace)}.{name}";
    }

    public TypeKind KindOf(TypeDefinitionHandle handle)
    {
        TypeDefinition type = Reader.GetTypeDefinition(handle);
        if (type.BaseType.IsNil || type.BaseType.Kind == HandleKind.TypeSpecification) return TypeKind.Class;
        string parent = TypeOf(type.BaseType, GenericContext.Empty).Name;
        if (parent == "System.ValueType") return TypeKind.Struct;
        if (parent != "System.Enum") return TypeKind.Class;
        FieldDefinition value = type.GetFields().Select(Reader.GetFieldDefinition).First(f => (f.Attributes & FieldAttributes.Static) == 0);
        return value.DecodeSignature(_signatures, GenericContext.Empty).Kind;
    }

    /// <summary>The type of a definition, reference or specification.</summary>
    public TypeDesc TypeOf(EntityHandle handle, GenericContext context) => handle.Kind switch
    {
        HandleKind.TypeDefinition => Types.Defined(this, (TypeDefinitionHandle)handle, []),
        HandleKind.TypeReference => Referenced((TypeReferenceHandle)handle, []),
        HandleKind.TypeSpecification => Reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_signatures, context),
        _ => throw new GuestException($"a token of kind {handle.Kind} where a type is expected"),
    };

    public TypeDesc Referenced(TypeReferenceHandle handle, TypeDesc[] arguments)
    {
        (AssemblyImage? home, string name) = Locate(handle);
        if (Types.IsReplaced(name)) return Types.Framework(name, arguments);
        return home?.DefinitionNamed(name) is { IsNil: false } found ? Types.Defined(home, found, arguments) : Types.Framework(name, arguments);
    }

    public TypeDesc? TypeNamed(string name) => DefinitionNamed(name) is { IsNil: false } found ? Types.Defined(this, found, []) : null;

    /// <summary>The file and line of an instruction, of the next one where it has none itself; null without symbols.</summary>
    public (string File, int Line)? LineOf(MethodDefinitionHandle method, int offset)
    {
        if (_symbols is null) return null;
        MetadataReader symbols = _symbols.GetMetadataReader();
        MethodDebugInformation information = symbols.GetMethodDebugInformation(method.ToDebugInformationHandle());
        (string, int)? found = null;
        foreach (SequencePoint point in information.GetSequencePoints())
        {
            if (point.Offset > offset && found is not null) break;
            if (!point.IsHidden) found = (Path.GetFileName(symbols.GetString(symbols.GetDocument(point.Document).Name)), point.StartLine);
        }

        return found;
    }

    public void Dispose()
    {
        _symbols?.Dispose();
        _file.Dispose();
    }

    private (AssemblyImage? Home, string Name) Locate(TypeReferenceHandle handle)
    {
        TypeReference reference = Reader.GetTypeReference(handle);
        string name = Reader.GetString(reference.Name);
        if (reference.ResolutionScope.Kind == HandleKind.TypeReference)
        {
            (AssemblyImage? home, string outer) = Locate((TypeReferenceHandle)reference.ResolutionScope);
            return (home, $"{outer}.{name}");
        }

        string full = reference.Namespace.IsNil ? name : $"{Reader.GetString(reference.Namespace)}.{name}";
        return reference.ResolutionScope.Kind == HandleKind.AssemblyReference
            ? (Types.Resolve(Reader.GetString(Reader.GetAssemblyReference((AssemblyReferenceHandle)reference.ResolutionScope).Name)), full)
            : (this, full);
    }

    private TypeDefinitionHandle DefinitionNamed(string name)
    {
        foreach (TypeDefinitionHandle handle in Reader.TypeDefinitions)
            if (NameOf(handle) == name) return handle;
        return default;
    }
}
