using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Supercomputer.Primitives;

namespace Supercomputer.Consensus.Encoding;

/// <summary>The fields of one JSON object, with the first thing that is missing or malformed.</summary>
/// <remarks>Errors: kept in <see cref="Error"/>; from then on everything read is empty, so a caller may look once at the end.</remarks>
internal struct JsonFields(JsonElement json, string path)
{
    /// <summary>The first error.</summary>
    public string? Error { get; private set; } = json.ValueKind == JsonValueKind.Object ? null : $"{path}: an object expected, actual {json.ValueKind}";

    /// <summary>Where the object lies.</summary>
    public readonly string Path => path;

    /// <summary>Takes over the error of a part, unless there was one before.</summary>
    public void Adopt(JsonFields part) => Error ??= part.Error;

    /// <summary>Refuses the object for a reason of the caller's.</summary>
    public void Refuse(string reason) => Error ??= $"{path}{reason}";

    /// <summary>Whether there is such a field.</summary>
    public readonly bool Has(string name) => Error is null && json.TryGetProperty(name, out _);

    /// <summary>Whether there is such a field and it is not null.</summary>
    public readonly bool HasValue(string name) => Error is null && json.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>The fields of an object inside.</summary>
    public readonly JsonFields Object(string name)
    {
        if (Error is null && json.TryGetProperty(name, out JsonElement part)) return new(part, $"{path}.{name}");
        JsonFields missing = new(default, $"{path}.{name}");
        missing.Error = $"{path}.{name}: missing";
        return missing;
    }

    /// <summary>The elements of an array.</summary>
    public JsonElement[] Elements(string name, int most)
    {
        if (Error is not null) return [];
        if (!json.TryGetProperty(name, out JsonElement array) || array.ValueKind != JsonValueKind.Array)
            Error = $"{path}.{name}: an array expected";
        else if (array.GetArrayLength() > most)
            Error = $"{path}.{name}: at most {most} elements expected, actual {array.GetArrayLength()}";
        return Error is null ? [.. array.EnumerateArray()] : [];
    }

    /// <summary>The objects of an array.</summary>
    public JsonFields[] Objects(string name, int most)
    {
        string at = $"{path}.{name}";
        return [.. Elements(name, most).Select((element, index) => new JsonFields(element, $"{at}[{index}]"))];
    }

    /// <summary>A boolean.</summary>
    public bool Boolean(string name)
    {
        if (Error is null && json.TryGetProperty(name, out JsonElement value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        Error ??= $"{path}.{name}: a boolean expected";
        return false;
    }

    /// <summary>A decimal number.</summary>
    public ulong Number(string name)
    {
        if (ulong.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out ulong value)) return value;
        Error ??= $"{path}.{name}: a decimal number of 64 bits expected";
        return 0;
    }

    /// <summary>A decimal number of 256 bits, little-endian.</summary>
    public Cryptography.Hashing.Digest WideNumber(string name)
    {
        byte[] bytes = new byte[Cryptography.Hashing.Digest.Size];
        if (!BigInteger.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger value)
            || !value.TryWriteBytes(bytes, out _, isUnsigned: true))
            Error ??= $"{path}.{name}: a decimal number of 256 bits expected";
        return new(bytes);
    }

    /// <summary>A hexadecimal number behind 0x without leading zeros, as the execution interface writes it.</summary>
    public ulong Quantity(string name)
    {
        byte[] bytes = WideQuantity(name);
        if (bytes.Length <= sizeof(ulong)) return bytes.Aggregate(0UL, static (value, digit) => value << 8 | digit);
        Error ??= $"{path}.{name}: a number of 64 bits expected, actual {bytes.Length} bytes";
        return 0;
    }

    /// <summary>A hexadecimal number of at most 256 bits, its bytes big-endian without leading zeros.</summary>
    public byte[] WideQuantity(string name)
    {
        string? text = Text(name);
        if (text is ['0', 'x', _, ..] && text.Length <= 66)
        {
            string digits = text[2..];
            if (Hex.TryDecode(digits.Length % 2 == 0 ? digits : "0" + digits, out byte[]? bytes)) return bytes.AsSpan().TrimStart((byte)0).ToArray();
        }

        Error ??= $"{path}.{name}: a number of at most 256 bits in hexadecimal digits behind 0x expected";
        return [];
    }

    /// <summary>Hexadecimal bytes, of one length unless that is negative.</summary>
    public byte[] Bytes(string name, int count)
    {
        // Absent text would decode to no bytes at all.
        if (Text(name) is not { } text || !Hex.TryDecode(text, out byte[]? bytes)) Error ??= $"{path}.{name}: hexadecimal digits expected";
        else if (count >= 0 && bytes.Length != count) Error ??= $"{path}.{name}: {count} bytes expected, actual {bytes.Length}";
        else return bytes;
        return [];
    }

    /// <summary>Thirty-two bytes.</summary>
    public Cryptography.Hashing.Digest Digest(string name)
    {
        byte[] bytes = Bytes(name, Cryptography.Hashing.Digest.Size);
        return Error is null ? new(bytes) : default;
    }

    /// <summary>The nodes of a branch.</summary>
    public Cryptography.Hashing.Digest[] Branch(string name)
    {
        byte[] nodes = Concatenation(name, -1, Cryptography.Hashing.Digest.Size);
        Cryptography.Hashing.Digest[] branch = new Cryptography.Hashing.Digest[nodes.Length / Cryptography.Hashing.Digest.Size];
        for (int i = 0; i < branch.Length; i++)
            branch[i] = new(nodes.AsSpan(i * Cryptography.Hashing.Digest.Size, Cryptography.Hashing.Digest.Size));
        return branch;
    }

    /// <summary>Byte strings of any length.</summary>
    public byte[][] ByteStrings(string name, int most)
    {
        JsonElement[] elements = Elements(name, most);
        byte[][] result = new byte[elements.Length][];
        for (int i = 0; i < elements.Length; i++)
        {
            if (elements[i].ValueKind == JsonValueKind.String && Hex.TryDecode(elements[i].GetString(), out byte[]? bytes)) result[i] = bytes;
            else Error ??= $"{path}.{name}[{i}]: hexadecimal digits expected";
        }

        return Error is null ? result : [];
    }

    /// <summary>An array of equally long byte strings, one after another.</summary>
    public byte[] Concatenation(string name, int count, int size)
    {
        if (Error is not null) return [];
        if (!json.TryGetProperty(name, out JsonElement array) || array.ValueKind != JsonValueKind.Array)
        {
            Error = $"{path}.{name}: an array expected";
            return [];
        }

        int length = array.GetArrayLength();
        if (count >= 0 && length != count) Error = $"{path}.{name}: {count} elements expected, actual {length}";
        byte[] result = new byte[length * size];
        int at = 0;
        foreach (JsonElement element in array.EnumerateArray())
        {
            if (element.ValueKind == JsonValueKind.String && Hex.TryDecode(element.GetString(), out byte[]? bytes) && bytes.Length == size)
                bytes.CopyTo(result, size * at++);
            else Error ??= $"{path}.{name}[{at}]: {size} bytes in hexadecimal digits expected";
        }

        return Error is null ? result : [];
    }

    /// <summary>Text, or null.</summary>
    public readonly string? Text(string name) =>
        Error is null && json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
