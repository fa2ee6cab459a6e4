using Supercomputer.Wasm.Binary;
using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Text;
using Supercomputer.Wasm.Validation;

namespace Supercomputer.Wasm.Tests.SpecSuite;

/// <summary>How far a script's module came: refused as malformed (by text reader or decoder), as invalid, as something else, or validated.</summary>
internal sealed record LoadedModule(LoadedModule.Phase Refused, string Message, ValidatedModule? Module)
{
    internal enum Phase
    {
        Nowhere,
        Malformed,
        Invalid,
        Unsupported,
    }

    public static LoadedModule Load(WastModule module)
    {
        WatResult text = module.Compile();
        if (!text.Succeeded)
            return new LoadedModule(text.Error.Kind is WatErrorKind.TooDeep or WatErrorKind.TooLarge
                ? Phase.Unsupported : Phase.Malformed, text.Error.Which, null);
        DecodeResult decoded = ModuleDecoder.Decode(text.Bytes);
        if (!decoded.IsSuccess) return Refuse(decoded.Error);
        ValidationResult validated = Validator.Validate(decoded.Module);
        return validated.IsValid ? new LoadedModule(Phase.Nowhere, "", validated.Module) : Refuse(validated.Error);
    }

    private static LoadedModule Refuse(ModuleError error) => new(error.Kind switch
    {
        ModuleErrorKind.Malformed => Phase.Malformed,
        ModuleErrorKind.Invalid => Phase.Invalid,
        _ => Phase.Unsupported,
    }, error.Rule, null);
}
