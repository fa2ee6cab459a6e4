using Supercomputer.Guests.Import;
using Supercomputer.Guests.Ir;
using Supercomputer.Guests.Metadata;

namespace Supercomputer.Guests;

/// <summary>The functions and statics that a guest's entries reach.</summary>
internal sealed class GuestProgram(TypeSystem types)
{
    private readonly Queue<(GuestFunction Function, MethodDesc Method)> _queue = [];
    private readonly Dictionary<(TypeDesc, string), uint> _statics = [];
    private readonly Dictionary<TypeDesc, GuestFunction?> _constructors = [];

    public TypeSystem Types { get; } = types;

    public GuestModule Module { get; } = new();

    public List<GuestDiagnostic> Diagnostics { get; } = [];

    /// <summary>Static constructors, in the order in which they run.</summary>
    public List<GuestFunction> Constructors { get; } = [];

    /// <summary>The address of the heap's top.</summary>
    public uint HeapTop => _statics.First(pair => pair.Key.Item1.Name.EndsWith(".Heap", StringComparison.Ordinal)).Value;

    public bool UsesHeap => _statics.Keys.Any(key => key.Item1.Name.EndsWith(".Heap", StringComparison.Ordinal));

    public GuestFunction FunctionOf(MethodDesc method)
    {
        if (Module.Functions.TryGetValue(method.Key, out GuestFunction? known)) return known;
        GuestFunction function = Importer.Declare(method);
        Module.Functions.Add(method.Key, function);
        _queue.Enqueue((function, method));
        return function;
    }

    /// <summary>Imports what is reached, collecting a diagnostic for each method that is outside the subset.</summary>
    public void ImportAll()
    {
        while (_queue.TryDequeue(out (GuestFunction Function, MethodDesc Method) next))
        {
            try
            {
                Importer.Import(this, next.Function, next.Method);
            }
            catch (GuestException error)
            {
                (string File, int Line)? place = next.Method.Image.LineOf(next.Method.Definition, Importer.Offset);
                Diagnostics.Add(new GuestDiagnostic(next.Method.FullName, place?.File, place?.Line ?? 0, error.Message));
            }
        }
    }

    /// <summary>The address of a static field, as a constant of a function; its type's constructor runs before the entry.</summary>
    public Node AddressOf(FieldDesc field, GuestFunction function)
    {
        if (!_statics.TryGetValue((field.Owner, field.Name), out uint address))
        {
            address = field.Owner.Image!.HasData(field)
                ? Module.AddBytes(field.Owner.Image.DataOf(field), 8)
                : Module.Reserve(field.Type.Size, Math.Max(4, field.Type.Alignment));
            _statics.Add((field.Owner, field.Name), address);
            if (field.IsReadOnly) Module.MarkReadOnly(address, field.Type.Size);
            RunConstructorOf(field.Owner);
        }

        return function.Const((int)address);
    }

    private void RunConstructorOf(TypeDesc type)
    {
        if (_constructors.ContainsKey(type)) return;
        _constructors.Add(type, null);
        if (type.Image!.MethodsOf(type, []).FirstOrDefault(m => m.Name == ".cctor") is not { } constructor) return;
        GuestFunction function = Importer.Declare(constructor);
        Module.Functions.Add(constructor.Key, function);
        try
        {
            // At once: what it needs of other types is then initialised before it.
            Importer.Import(this, function, constructor);
        }
        catch (GuestException error)
        {
            (string File, int Line)? place = type.Image.LineOf(constructor.Definition, Importer.Offset);
            Diagnostics.Add(new GuestDiagnostic(constructor.FullName, place?.File, place?.Line ?? 0, error.Message));
        }

        Constructors.Add(function);
    }
}
