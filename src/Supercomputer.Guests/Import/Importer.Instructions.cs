using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using Supercomputer.Guests.Ir;
using Supercomputer.Guests.Metadata;
using Supercomputer.Wasm.Modules;
using static System.Reflection.Metadata.ILOpCode;

namespace Supercomputer.Guests.Import;

/// <summary>Source: ECMA-335, partition III.</summary>
internal sealed partial class Importer
{
    private void ImportInstruction(IlInstruction instruction)
    {
        if (!TryStack(instruction) && !TryControl(instruction) && !TryArithmetic(instruction.Code) && !TryConversion(instruction.Code)
            && !TryMemory(instruction) && !TryObject(instruction))
        {
            throw new GuestException($"the instruction {instruction.Code} is outside the subset");
        }
    }

    private static EntityHandle Token(IlInstruction instruction) => MetadataTokens.EntityHandle((int)instruction.Operand);

    private TypeDesc TypeAt(IlInstruction instruction) => Require(_method.Image.TypeOf(Token(instruction), Context));

    /// <summary>Constants, arguments, locals and the stack itself.</summary>
    private bool TryStack(IlInstruction instruction)
    {
        switch (instruction.Code)
        {
            case Nop or ILOpCode.Break: return true;
            case Ldc_i4 or Ldc_i4_s: Push(_b.Const((int)instruction.Operand)); return true;
            case >= Ldc_i4_m1 and <= Ldc_i4_8: Push(_b.Const((int)instruction.Code - (int)Ldc_i4_0)); return true;
            case Ldc_i8: Push(_function.Const(ValType.I64, (ulong)instruction.Operand)); return true;
            case Ldc_r4: Push(_function.Const(ValType.F32, (uint)instruction.Operand)); return true;
            case Ldc_r8: Push(_function.Const(ValType.F64, (ulong)instruction.Operand)); return true;
            case Ldnull: Push(_b.Const(0)); return true;
            case >= Ldarg_0 and <= Ldarg_3: LoadPlace(_arguments[instruction.Code - Ldarg_0]); return true;
            case Ldarg_s or Ldarg: LoadPlace(_arguments[(int)instruction.Operand]); return true;
            case >= Ldloc_0 and <= Ldloc_3: LoadPlace(_locals[instruction.Code - Ldloc_0]); return true;
            case Ldloc_s or Ldloc: LoadPlace(_locals[(int)instruction.Operand]); return true;
            case Ldarga_s or Ldarga: PushAddress(_arguments[(int)instruction.Operand]); return true;
            case Ldloca_s or Ldloca: PushAddress(_locals[(int)instruction.Operand]); return true;
            case Starg_s or Starg: StorePlace(_arguments[(int)instruction.Operand]); return true;
            case >= Stloc_0 and <= Stloc_3: StorePlace(_locals[instruction.Code - Stloc_0]); return true;
            case Stloc_s or Stloc: StorePlace(_locals[(int)instruction.Operand]); return true;
            case ILOpCode.Pop: this.Pop(); return true;
            case Dup:
                Settle();
                StackValue top = this.Pop();
                _stack.Add(top);
                _stack.Add(top with { IsLazy = top.IsStruct });
                return true;
            default: return false;
        }
    }

    private void LoadPlace((TypeDesc Type, Node Address) place)
    {
        if (place.Type.IsStruct) Push(place.Type, place.Address, isLazy: true);
        else Push(_b.Load(place.Type, place.Address), place.Type);
    }

    private void PushAddress((TypeDesc Type, Node Address) place) => Push(place.Address, Types.ByRefOf(place.Type));

    private void StorePlace((TypeDesc Type, Node Address) place) => Write(place.Type, place.Address, Pop());

    /// <summary>Writes a value to an address.</summary>
    private void Write(TypeDesc type, Node address, StackValue value)
    {
        if (value.Token is string) value = Materialize([value], value.Token)[0];
        if (value.Token is not null) throw new GuestException("an exception or a token is kept in a variable: throw it where it is made");
        Settle();
        if (type.IsStruct) _b.Copy(type, address, value.Node);
        else _b.Store(type, address, Coerce(value.Node, type.ValType));
    }

    private void Read(TypeDesc type, Node address)
    {
        if (type.IsStruct) Push(type, address, isLazy: true);
        else Push(_b.Load(type, address), type);
    }

    private bool TryControl(IlInstruction instruction)
    {
        int target = (int)instruction.Operand;
        switch (instruction.Code)
        {
            case Br or Br_s: Goto(_blocks[target]); return true;
            case Brtrue or Brtrue_s: Branch(IsZero(Pop().Node, false), target, instruction.Next); return true;
            case Brfalse or Brfalse_s: Branch(IsZero(Pop().Node, true), target, instruction.Next); return true;
            case ILOpCode.Switch: Switch(instruction); return true;
            case Ret: Return(); return true;
            case ILOpCode.Throw: ThrowTop(); return true;
            case >= Beq_s and <= Blt_un_s: BranchIf(instruction.Code - Beq_s); return true;
            case >= Beq and <= Blt_un: BranchIf(instruction.Code - Beq); return true;
            default: return false;
        }

        void BranchIf(int form)
        {
            Node right = Pop().Node, left = Pop().Node;
            Branch(Compare(s_branches[form], left, right), target, instruction.Next);
        }
    }

    private static readonly Comparison[] s_branches =
    [
        Comparison.Equal, Comparison.GreaterEqual, Comparison.Greater, Comparison.LessEqual, Comparison.Less, Comparison.NotEqualUnsigned,
        Comparison.GreaterEqualUnsigned, Comparison.GreaterUnsigned, Comparison.LessEqualUnsigned, Comparison.LessUnsigned,
    ];

    private Node IsZero(Node node, bool isZero) => node.Type switch
    {
        ValType.I64 when isZero => _b.Pure(Opcode.I64Eqz, node),
        ValType.I64 => _b.Pure(Opcode.I64Ne, node, _function.Const(ValType.I64, 0)),
        _ when isZero => _b.Pure(Opcode.I32Eqz, node),
        _ => node,
    };

    private void ThrowTop()
    {
        StackValue value = Pop();
        _b.Trap(_program.Module, (value.Token as ThrownMessage)?.Message ?? throw new GuestException("only new exceptions are thrown"));
    }
}
