using System.Net;
using System.Net.Sockets;

namespace Supercomputer.Consensus.Tests.Clients;

/// <summary>What the server sends: a status, a body, and how badly.</summary>
internal sealed record Reply(byte[] Body, int Status = 200, TimeSpan Delay = default, bool IsCutOff = false)
{
    public static Reply Missing { get; } = new("""{"code":404,"message":"nothing here"}"""u8.ToArray(), 404);
}

/// <summary>An HTTP server inside the test: it answers by path, or by JSON-RPC method.</summary>
internal sealed class ReplyServer : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly Func<string, Reply> answer;
    private int requests;

    /// <summary>Begins to listen; <paramref name="answer"/> gets the path with its query, or the JSON-RPC method.</summary>
    public ReplyServer(Func<string, Reply> answer)
    {
        this.answer = answer;
        using (Socket probe = new(SocketType.Stream, ProtocolType.Tcp))
        {
            probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            Address = new($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndPoint!).Port}");
        }

        listener.Prefixes.Add(Address + "");
        listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public Uri Address { get; }

    public int Requests => Volatile.Read(ref requests);

    public void Dispose() => listener.Close();

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            Interlocked.Increment(ref requests);
            _ = Task.Run(() => AnswerAsync(context));
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            string asked = context.Request.Url!.PathAndQuery;
            if (context.Request.HttpMethod == "POST")
            {
                using StreamReader reader = new(context.Request.InputStream);
                asked = System.Text.Json.JsonDocument.Parse(await reader.ReadToEndAsync()).RootElement.GetProperty("method").GetString()!;
            }

            Reply reply = answer(asked);
            await Task.Delay(reply.Delay);
            context.Response.StatusCode = reply.Status;
            context.Response.ContentLength64 = reply.Body.Length + (reply.IsCutOff ? 100 : 0);
            await context.Response.OutputStream.WriteAsync(reply.Body);
            if (reply.IsCutOff) context.Response.Abort();
            else context.Response.Close();
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // The client went away first.
        }
    }
}
