using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Supercomputer.Consensus.Clients;

/// <summary>One endpoint: requests with a time-out, a bound on the reply, and retries with back-off.</summary>
/// <remarks>Errors: every fault of the network or the reply is a value; only the caller's cancellation throws.</remarks>
internal sealed class HttpEndpoint(HttpClient http, Uri address, ClientOptions options)
{
    private const int MostShown = 120;

    private readonly string root = address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');

    /// <summary>How errors name it: without the path, where providers put keys.</summary>
    public string Name { get; } = address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    /// <summary>Gets JSON from a path below the address.</summary>
    public Task<Answer<JsonElement>> GetJsonAsync(string path, CancellationToken cancellation) =>
        GetAsync(path, "application/json", ReadJson, cancellation);

    /// <summary>Gets bytes from a path below the address.</summary>
    public Task<Answer<byte[]>> GetBytesAsync(string path, CancellationToken cancellation) =>
        GetAsync(path, "application/octet-stream", static (_, bytes) => Answer<byte[]>.Good(bytes), cancellation);

    /// <summary>Posts JSON to the address.</summary>
    public Task<Answer<JsonElement>> PostJsonAsync(string method, byte[] body, CancellationToken cancellation) =>
        SendAsync(method, () => new(HttpMethod.Post, address) { Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } } },
            ReadJson, cancellation);

    private Task<Answer<T>> GetAsync<T>(string path, string form, Func<string, byte[], Answer<T>> read, CancellationToken cancellation) =>
        SendAsync(path, () => new(HttpMethod.Get, root + path) { Headers = { Accept = { new(form) } } }, read, cancellation);

    private async Task<Answer<T>> SendAsync<T>(
        string method, Func<HttpRequestMessage> request, Func<string, byte[], Answer<T>> read, CancellationToken cancellation)
    {
        TimeSpan delay = options.FirstDelay;
        for (int attempt = 1; ; attempt++)
        {
            (byte[]? bytes, ClientError? error, bool mayPass) = await AttemptAsync(method, request, cancellation).ConfigureAwait(false);
            if (bytes is not null) return read(method, bytes);
            if (!mayPass || attempt >= options.Attempts) return Answer<T>.Refused(error!);
            await Task.Delay(delay, options.Time, cancellation).ConfigureAwait(false);
            delay = delay * 2 < options.LongestDelay ? delay * 2 : options.LongestDelay;
        }
    }

    private async Task<(byte[]? Bytes, ClientError? Error, bool MayPass)> AttemptAsync(
        string method, Func<HttpRequestMessage> make, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = new(options.RequestTimeout, options.Time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            using HttpRequestMessage request = make();
            using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            byte[]? bytes = await ReadAsync(response, either.Token).ConfigureAwait(false);
            if (bytes is null)
                return (null, new(Name, method, ClientFault.TooLarge, $"at most {options.MostReplyBytes} bytes", "a longer reply", "ask for less, or raise the bound"), false);
            if (response.IsSuccessStatusCode) return (bytes, null, false);
            int status = (int)response.StatusCode;
            ClientFault fault = response.StatusCode == HttpStatusCode.NotFound ? ClientFault.Absent : ClientFault.Failed;
            return (null, new(Name, method, fault, "status 200", $"{status} {Shown(bytes)}",
                fault == ClientFault.Absent ? "ask another endpoint, or later" : "see the node's log"), status == 429 || status >= 500);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            string seconds = options.RequestTimeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
            return (null, new(Name, method, ClientFault.TimedOut, $"a reply within {seconds} s", "none", "check the endpoint, or allow more time"), true);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or InvalidOperationException)
        {
            return (null, new(Name, method, ClientFault.Unreachable, "a whole reply", error.Message, "check address and network"), true);
        }
    }

    /// <summary>The body, or null when it is too long.</summary>
    private async Task<byte[]?> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentLength > options.MostReplyBytes) return null;
        using Stream stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        using MemoryStream body = new();
        byte[] buffer = new byte[1 << 16];
        for (int count; (count = await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0;)
        {
            if (body.Length + count > options.MostReplyBytes) return null;
            body.Write(buffer, 0, count);
        }

        return body.ToArray();
    }

    private Answer<JsonElement> ReadJson(string method, byte[] bytes)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            // Half of a surrogate pair is found out only when text is taken from the document.
            if (bytes.AsSpan().IndexOf("\\u"u8) >= 0) ReadTexts(document.RootElement);
            return Answer<JsonElement>.Good(document.RootElement.Clone());
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return Answer<JsonElement>.Refused(ClientError.Malformed(Name, method, $"no JSON ({error.Message}): {Shown(bytes)}"));
        }
    }

    private static void ReadTexts(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String) _ = element.GetString();
        if (element.ValueKind == JsonValueKind.Array)
            foreach (JsonElement item in element.EnumerateArray()) ReadTexts(item);
        if (element.ValueKind != JsonValueKind.Object) return;
        foreach (JsonProperty property in element.EnumerateObject())
        {
            _ = property.Name;
            ReadTexts(property.Value);
        }
    }

    /// <summary>The beginning of a reply, printable characters only: it goes to somebody's terminal.</summary>
    private static string Shown(byte[] bytes)
    {
        char[] text = [.. bytes.Take(MostShown).Select(static value => value is >= 0x20 and < 0x7f ? (char)value : '.')];
        return text.Length == 0 ? "(empty)" : new string(text) + (bytes.Length > MostShown ? "..." : string.Empty);
    }
}
