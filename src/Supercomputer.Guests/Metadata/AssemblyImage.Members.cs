using System.Reflection.Metadata;

namespace Supercomputer.Guests.Metadata;

internal sealed partial class AssemblyImage
{
    private readonly Dictionary<TypeDesc, FieldDesc[]> _fields = [];

    /// <summary>The fields of a type that this assembly defines, in order of declaration.</summary>
    public FieldDesc[] FieldsOf(TypeDesc type)
    {
        if (_fields.TryGetValue(type, out FieldDesc[]? known)) return known;
        GenericContext context = new(type.Arguments, []);
        List<FieldDesc> fields = [];
        foreach (FieldDefinitionHandle handle in Reader.GetTypeDefinition(type.Definition).GetFields())
        {
            FieldDefinition field = Reader.GetFieldDefinition(handle);
            if ((field.Attributes & System.Reflection.FieldAttributes.Literal) != 0) continue;
            fields.Add(new FieldDesc(type, Reader.GetString(field.Name), field.DecodeSignature(_signatures, context),
                (field.Attributes & System.Reflection.FieldAttributes.Static) != 0,
                (field.Attributes & System.Reflection.FieldAttributes.InitOnly) != 0, handle));
        }

        return _fields[type] = [.. fields];
    }

    /// <summary>The methods of a type that this assembly defines, closed over the method arguments.</summary>
    public IEnumerable<MethodDesc> MethodsOf(TypeDesc type, TypeDesc[] arguments) =>
        Reader.GetTypeDefinition(type.Definition).GetMethods().Select(handle => MethodOf(type, handle, arguments));

    public MethodDesc MethodOf(TypeDesc owner, MethodDefinitionHandle handle, TypeDesc[] arguments)
    {
        MethodDefinition method = Reader.GetMethodDefinition(handle);
        return new MethodDesc(owner, handle, arguments)
        {
            Name = Reader.GetString(method.Name),
            Attributes = method.Attributes,
            Implementation = method.ImplAttributes,
            Signature = method.DecodeSignature(_signatures, new GenericContext(owner.Arguments, arguments)),
        };
    }

    /// <summary>The field of a token.</summary>
    public FieldDesc FieldOf(EntityHandle handle, GenericContext context)
    {
        if (handle.Kind == HandleKind.FieldDefinition)
        {
            TypeDefinitionHandle home = Reader.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType();
            return FieldsOf(Types.Defined(this, home, [])).First(f => f.Definition == (FieldDefinitionHandle)handle);
        }

        MemberReference reference = Reader.GetMemberReference((MemberReferenceHandle)handle);
        TypeDesc owner = TypeOf(reference.Parent, context);
        string name = Reader.GetString(reference.Name);
        return owner.Image?.FieldsOf(owner).FirstOrDefault(f => f.Name == name)
            ?? throw new GuestException($"the field {owner}.{name} of the framework is not known to the compiler");
    }

    /// <summary>What a call's token names.</summary>
    public Callee CalleeOf(EntityHandle handle, GenericContext context, TypeDesc[]? arguments = null)
    {
        switch (handle.Kind)
        {
            case HandleKind.MethodSpecification:
                MethodSpecification specification = Reader.GetMethodSpecification((MethodSpecificationHandle)handle);
                return CalleeOf(specification.Method, context, [.. specification.DecodeSignature(_signatures, context)]);
            case HandleKind.MethodDefinition:
                MethodDefinition definition = Reader.GetMethodDefinition((MethodDefinitionHandle)handle);
                TypeDesc home = Types.Defined(this, definition.GetDeclaringType(), []);
                MethodDesc method = MethodOf(home, (MethodDefinitionHandle)handle, arguments ?? []);

                // Code of the library's own assembly calls what the library stands in for by definition, not by reference.
                if (Types.IsReplaced(home.Name) && Find(Types.Framework(home.Name, []), method.Name, method.Signature, arguments ?? []) is { } found)
                    return new Callee(found.Owner, found.Name, found.Signature, arguments ?? [], found);
                return new Callee(home, method.Name, method.Signature, arguments ?? [], method);
            case HandleKind.MemberReference:
                MemberReference reference = Reader.GetMemberReference((MemberReferenceHandle)handle);
                TypeDesc owner = reference.Parent.Kind == HandleKind.MethodDefinition
                    ? throw new GuestException("a call with a variable number of arguments")
                    : TypeOf(reference.Parent, context);
                string name = Reader.GetString(reference.Name);
                MethodSignature<TypeDesc> signature = reference.DecodeMethodSignature(_signatures, new GenericContext(owner.Arguments, arguments ?? []));
                return new Callee(owner, name, signature, arguments ?? [], Find(owner, name, signature, arguments ?? []));
            default:
                throw new GuestException($"a token of kind {handle.Kind} where a method is expected");
        }
    }

    /// <summary>The method of a type by name and signature; null where there is none.</summary>
    public static MethodDesc? Find(TypeDesc owner, string name, MethodSignature<TypeDesc> signature, TypeDesc[] arguments) =>
        owner.Image?.MethodsOf(owner, arguments).FirstOrDefault(m => m.Name == name && m.Signature.GenericParameterCount == arguments.Length
            && Matches(m.Signature, signature));

    /// <summary>The method of <paramref name="type"/> that implements an interface's method.</summary>
    public MethodDesc? Implementation(TypeDesc type, Callee declared)
    {
        GenericContext context = new(type.Arguments, []);
        foreach (MethodImplementationHandle handle in Reader.GetTypeDefinition(type.Definition).GetMethodImplementations())
        {
            MethodImplementation implementation = Reader.GetMethodImplementation(handle);
            if (implementation.MethodBody.Kind != HandleKind.MethodDefinition) continue;
            Callee declaration = CalleeOf(implementation.MethodDeclaration, context, declared.Arguments.Length > 0 ? declared.Arguments : null);
            if (declaration.Owner == declared.Owner && declaration.Name == declared.Name && Matches(declaration.Signature, declared.Signature))
                return MethodOf(type, (MethodDefinitionHandle)implementation.MethodBody, declared.Arguments);
        }

        return Find(type, declared.Name, declared.Signature, declared.Arguments);
    }

    /// <summary>How often the one field of an inline array is repeated; 0 for other structs.</summary>
    public int InlineArrayLength(TypeDefinitionHandle handle)
    {
        foreach (CustomAttribute attribute in Reader.GetTypeDefinition(handle).GetCustomAttributes().Select(Reader.GetCustomAttribute))
            if (NameOfAttribute(attribute) == "InlineArrayAttribute") return ArgumentOf(attribute).ReadInt32();
        return 0;
    }

    /// <summary>The types of the library, by the framework's type that each stands in for.</summary>
    public IEnumerable<(string Replaced, TypeDefinitionHandle Handle)> Replacements()
    {
        foreach (TypeDefinitionHandle handle in Reader.TypeDefinitions)
            foreach (CustomAttribute attribute in Reader.GetTypeDefinition(handle).GetCustomAttributes().Select(Reader.GetCustomAttribute))
                if (NameOfAttribute(attribute) == nameof(ReplacesAttribute)) yield return (ArgumentOf(attribute).ReadSerializedString()!, handle);
    }

    private static bool Matches(MethodSignature<TypeDesc> left, MethodSignature<TypeDesc> right) =>
        left.ReturnType == right.ReturnType && left.ParameterTypes.SequenceEqual(right.ParameterTypes)
        && left.Header.IsInstance == right.Header.IsInstance;

    private BlobReader ArgumentOf(CustomAttribute attribute)
    {
        BlobReader reader = Reader.GetBlobReader(attribute.Value);
        reader.ReadUInt16();
        return reader;
    }

    private string NameOfAttribute(CustomAttribute attribute) => attribute.Constructor.Kind switch
    {
        HandleKind.MemberReference when Reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is
        { Kind: HandleKind.TypeReference } parent => Reader.GetString(Reader.GetTypeReference((TypeReferenceHandle)parent).Name),
        HandleKind.MethodDefinition => Reader.GetString(Reader.GetTypeDefinition(
            Reader.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType()).Name),
        _ => string.Empty,
    };
}
