using System.Reflection.Metadata;

namespace Supercomputer.Guests.Metadata;

/// <summary>What a call names: a method of an assembly that is read, or one of the framework that is known by name only.</summary>
internal sealed record Callee(TypeDesc Owner, string Name, MethodSignature<TypeDesc> Signature, TypeDesc[] Arguments, MethodDesc? Method)
{
    public override string ToString() => $"{Owner}.{Name}";
}
