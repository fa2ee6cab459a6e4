using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Supercomputer.Guests.Metadata;

/// <summary>Makes closed types of signatures.</summary>
internal sealed class SignatureTypes(AssemblyImage image) : ISignatureTypeProvider<TypeDesc, GenericContext>
{
    private TypeSystem Types => image.Types;

    public TypeDesc GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode switch
    {
        PrimitiveTypeCode.IntPtr => Types.Primitive(TypeKind.NativeInt),
        PrimitiveTypeCode.UIntPtr => Types.Primitive(TypeKind.NativeUInt),
        PrimitiveTypeCode.String => Types.String,
        _ when Enum.TryParse(typeCode.ToString(), out TypeKind kind) => Types.Primitive(kind),
        _ => Types.Framework("System." + typeCode, []),
    };

    public TypeDesc GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        Types.Defined(image, handle, []);

    public TypeDesc GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
        image.Referenced(handle, []);

    public TypeDesc GetTypeFromSpecification(
        MetadataReader reader, GenericContext genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public TypeDesc GetGenericInstantiation(TypeDesc genericType, ImmutableArray<TypeDesc> typeArguments) =>
        genericType.Image is { } home
            ? Types.Defined(home, genericType.Definition, [.. typeArguments])
            : Types.Framework(genericType.Name, [.. typeArguments]);

    public TypeDesc GetGenericTypeParameter(GenericContext genericContext, int index) =>
        index < genericContext.TypeArguments.Length ? genericContext.TypeArguments[index] : Open("!", index);

    public TypeDesc GetGenericMethodParameter(GenericContext genericContext, int index) =>
        index < genericContext.MethodArguments.Length ? genericContext.MethodArguments[index] : Open("!!", index);

    public TypeDesc GetSZArrayType(TypeDesc elementType) => Types.ArrayOf(elementType);

    public TypeDesc GetArrayType(TypeDesc elementType, ArrayShape shape) =>
        Types.Framework($"{elementType.Name}[{new string(',', shape.Rank - 1)}]", []);

    public TypeDesc GetByReferenceType(TypeDesc elementType) => Types.ByRefOf(elementType);

    public TypeDesc GetPointerType(TypeDesc elementType) => Types.PointerTo(elementType);

    public TypeDesc GetFunctionPointerType(MethodSignature<TypeDesc> signature) => Types.Framework("function pointer", []);

    public TypeDesc GetModifiedType(TypeDesc modifier, TypeDesc unmodifiedType, bool isRequired) => unmodifiedType;

    public TypeDesc GetPinnedType(TypeDesc elementType) => elementType;

    /// <summary>A type parameter of an open type or method; enough to compare signatures, refused where code needs it.</summary>
    private TypeDesc Open(string prefix, int index) => Types.Framework(prefix + index, []);
}
