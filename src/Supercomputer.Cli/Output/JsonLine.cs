using System.Text;
using System.Text.Json;

namespace Supercomputer.Cli.Output;

/// <summary>Prints one JSON object.</summary>
internal static class JsonLine
{
    /// <summary>Writes the object that <paramref name="write"/> fills to standard output.</summary>
    public static void Print(Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        Console.WriteLine(Encoding.UTF8.GetString(stream.ToArray()));
    }
}
