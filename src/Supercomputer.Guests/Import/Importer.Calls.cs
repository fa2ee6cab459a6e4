using System.Reflection;
using System.Reflection.Metadata;
using Supercomputer.Guests.Ir;
using Supercomputer.Guests.Metadata;
using static System.Reflection.Metadata.ILOpCode;

namespace Supercomputer.Guests.Import;

internal sealed partial class Importer
{
    /// <summary>Calls, new objects, strings and tokens.</summary>
    private bool TryObject(IlInstruction instruction)
    {
        switch (instruction.Code)
        {
            case ILOpCode.Call or Callvirt: Call(instruction); return true;
            case Newobj: NewObject(instruction); return true;
            case Newarr: NewArray(TypeAt(instruction)); return true;
            case Constrained: _constraint = TypeAt(instruction); return true;
            case Ldstr:
                {
                    string text = _method.Image.Reader.GetUserString(System.Reflection.Metadata.Ecma335.MetadataTokens.UserStringHandle((int)instruction.Operand));
                    _stack.Add(new StackValue(Types.String, _b.Const(0), Token: text));
                    return true;
                }

            case Ldtoken: LoadToken(instruction); return true;
            case Ldftn or Ldvirtftn: throw new GuestException("a delegate or a lambda is outside the subset: call the method itself");
            case Box: throw new GuestException("a value is boxed (used as object or as an interface): use a type parameter with a constraint");
            case Castclass or Isinst or Unbox or Unbox_any: throw new GuestException("casts between reference types are outside the subset");
            default: return false;
        }
    }

    private void LoadToken(IlInstruction instruction)
    {
        EntityHandle handle = Token(instruction);
        object token = handle.Kind is HandleKind.FieldDefinition or HandleKind.MemberReference
            ? _method.Image.FieldOf(handle, Context)
            : _method.Image.TypeOf(handle, Context);
        _stack.Add(new StackValue(null, _b.Const(0), Token: token));
    }

    private void Call(IlInstruction instruction)
    {
        Callee callee = _method.Image.CalleeOf(Token(instruction), Context);
        TypeDesc? constraint = _constraint;
        _constraint = null;
        int count = callee.Signature.ParameterTypes.Length + (callee.Signature.Header.IsInstance ? 1 : 0);
        StackValue[] values = PopMany(count);
        if (constraint is not null) callee = Constrain(callee, constraint);
        if (Intrinsics.TryCall(this, callee, values)) return;
        if (callee.Method is not { } method)
        {
            throw new GuestException(callee.Owner.Kind == TypeKind.Class || callee.Owner.Image is null
                ? $"{callee} of the framework is not known to the compiler (docs/how-to/write-a-guest-in-csharp.md lists what is)"
                : $"{callee} was not found");
        }

        if (values.FirstOrDefault(v => v.Token is not null) is { Token: { } token }) values = Materialize(values, token);
        if (!method.IsStatic && method.Owner.Kind == TypeKind.Class)
            throw new GuestException($"{callee} is an instance method of a class: guests have structs and static methods");
        if ((method.Attributes & MethodAttributes.Abstract) != 0)
            throw new GuestException($"{callee} is called through an interface: use a type parameter with a constraint");
        CallMethod(method, values);
    }

    internal StackValue[] PopMany(int count)
    {
        StackValue[] values = [.. _stack.Skip(_stack.Count - count)];
        _stack.RemoveRange(_stack.Count - count, count);
        return values;
    }

    /// <summary>String literals that are passed on become objects in the statics.</summary>
    private StackValue[] Materialize(StackValue[] values, object token)
    {
        if (token is not string) throw new GuestException("a token or an exception is passed to a method");
        return [.. values.Select(v => v.Token is string text ? v with { Token = null, Node = _b.Const((int)_program.Module.AddString(text)) } : v)];
    }

    /// <summary>The method that a call through a type parameter means.</summary>
    private static Callee Constrain(Callee callee, TypeDesc constraint)
    {
        if (constraint.Image is { } image && image.Implementation(constraint, callee) is { } found)
            return callee with { Owner = constraint, Method = found };
        if (constraint.Kind < TypeKind.Pointer || !constraint.IsStruct)
            return callee with { Owner = constraint, Method = null };
        if (callee.Method is { } method && (method.Attributes & (MethodAttributes.Abstract | MethodAttributes.Static)) == MethodAttributes.Static)
            return callee;
        throw new GuestException($"{constraint} has no method for {callee} (members that an interface gives by default are outside the subset)");
    }

    private void NewObject(IlInstruction instruction)
    {
        Callee callee = _method.Image.CalleeOf(Token(instruction), Context);
        StackValue[] values = PopMany(callee.Signature.ParameterTypes.Length);
        if (IsException(callee.Owner))
        {
            string message = values.Select(v => v.Token).OfType<string>().FirstOrDefault() ?? callee.Owner.Name;
            _stack.Add(new StackValue(null, _b.Const(0), Token: new ThrownMessage(message)));
            return;
        }

        TypeDesc type = Require(callee.Owner);
        if (!type.IsStruct || callee.Method is null) throw new GuestException($"new {type} is outside the subset: guests have structs and arrays");
        if (values.FirstOrDefault(v => v.Token is not null) is { Token: { } token }) values = Materialize(values, token);
        Node address = _b.Alloca(type.Size, type.Alignment);
        _b.Clear(type, address);
        Settle();
        CallMethod(callee.Method, [new StackValue(Types.ByRefOf(type), address), .. values]);
        Push(type, address);
    }

    private static bool IsException(TypeDesc type)
    {
        if (type.Kind != TypeKind.Class) return false;
        if (type.Image is not { } image) return type.Name.EndsWith("Exception", StringComparison.Ordinal);
        EntityHandle parent = image.Reader.GetTypeDefinition(type.Definition).BaseType;
        return !parent.IsNil && IsException(image.TypeOf(parent, GenericContext.Empty));
    }

    private void NewArray(TypeDesc element)
    {
        Node length = Pop().Node;
        MethodDesc allocate = Types.LibraryMethod("Heap", "AllocateArray");
        CallMethod(allocate, [new StackValue(null, length), new StackValue(null, _b.Const(element.Size))]);
        _stack[^1] = _stack[^1] with { Type = Types.ArrayOf(element) };
    }
}
