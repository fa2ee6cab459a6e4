using Supercomputer.Guests.Ir;
using Supercomputer.Guests.Metadata;

namespace Supercomputer.Guests.Import;

/// <summary>A value on the evaluation stack: a scalar, or a struct by the address where it lies.</summary>
/// <param name="Type">Its type; null for numbers whose sign the stack does not tell.</param>
/// <param name="Node">The scalar, or the address of the struct.</param>
/// <param name="IsLazy">Whether the struct may be changed before it is taken, and has to be copied first.</param>
/// <param name="Token">A field or type that was pushed as a token, or an exception's message.</param>
internal readonly record struct StackValue(TypeDesc? Type, Node Node, bool IsLazy = false, object? Token = null)
{
    public bool IsStruct => Type is { IsStruct: true };
}

/// <summary>An exception that is about to be thrown.</summary>
/// <param name="Message">What the trap says.</param>
internal sealed record ThrownMessage(string Message);
