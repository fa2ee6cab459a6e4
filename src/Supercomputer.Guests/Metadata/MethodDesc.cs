using System.Reflection;
using System.Reflection.Metadata;

namespace Supercomputer.Guests.Metadata;

/// <summary>A closed method: the type and method arguments are known.</summary>
internal sealed class MethodDesc(TypeDesc owner, MethodDefinitionHandle definition, TypeDesc[] arguments)
{
    public TypeDesc Owner { get; } = owner;

    public MethodDefinitionHandle Definition { get; } = definition;

    public TypeDesc[] Arguments { get; } = arguments;

    public AssemblyImage Image => Owner.Image!;

    public required string Name { get; init; }

    public required MethodAttributes Attributes { get; init; }

    public required MethodImplAttributes Implementation { get; init; }

    /// <summary>Return type and parameters without <c>this</c>.</summary>
    public required MethodSignature<TypeDesc> Signature { get; init; }

    public bool IsStatic => (Attributes & MethodAttributes.Static) != 0;

    public GenericContext Context => new(Owner.Arguments, Arguments);

    /// <summary>The name in diagnostics and in the name section.</summary>
    public string FullName => Arguments.Length == 0 ? $"{Owner}.{Name}" : $"{Owner}.{Name}<{string.Join(",", Arguments.Select(a => a.Name))}>";

    /// <summary>One string for each method of a compilation.</summary>
    public string Key => $"{FullName}#{System.Reflection.Metadata.Ecma335.MetadataTokens.GetRowNumber(Definition)}@{Image.Name}";

    /// <summary>The types of the IL arguments, <c>this</c> first.</summary>
    public IEnumerable<TypeDesc> ParameterTypes =>
        IsStatic ? Signature.ParameterTypes : Signature.ParameterTypes.Prepend(Image.Types.ByRefOf(Owner));

    public override string ToString() => FullName;
}

/// <summary>What type parameters stand for.</summary>
internal readonly record struct GenericContext(TypeDesc[] TypeArguments, TypeDesc[] MethodArguments)
{
    public static GenericContext Empty { get; } = new([], []);
}
