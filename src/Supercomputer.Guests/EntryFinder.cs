using System.Reflection.Metadata;
using Supercomputer.Guests.Metadata;

namespace Supercomputer.Guests;

/// <summary>Finds a method of an assembly by the end of its name.</summary>
internal static class EntryFinder
{
    /// <param name="image">The assembly.</param>
    /// <param name="name"><c>Namespace.Type.Method</c> or its last parts.</param>
    /// <param name="mustBeEntry">Whether it takes and returns nothing.</param>
    public static MethodDesc Find(AssemblyImage image, string name, bool mustBeEntry)
    {
        List<MethodDesc> found = [];
        foreach (TypeDefinitionHandle handle in image.Reader.TypeDefinitions)
        {
            if (image.Reader.GetTypeDefinition(handle).GetGenericParameters().Count > 0) continue;
            TypeDesc type = image.Types.Defined(image, handle, []);
            found.AddRange(image.MethodsOf(type, []).Where(m => m.IsStatic && m.Signature.GenericParameterCount == 0
                && ($".{m.FullName}".EndsWith($".{name}", StringComparison.Ordinal))));
        }

        if (found.Count != 1)
        {
            throw new GuestException(found.Count == 0
                ? $"there is no static method {name}; name the entry with --entry Type.Method"
                : $"{found.Count} static methods are called {name} ({string.Join(", ", found)}); name one with --entry Type.Method");
        }

        if (mustBeEntry && (found[0].Signature.ParameterTypes.Length > 0 || found[0].Signature.ReturnType.Kind != TypeKind.Void))
            throw new GuestException($"the entry {found[0]} takes parameters or returns a value; it reads and writes through Guest instead");
        return found[0];
    }
}
