namespace Supercomputer.Consensus.Clients;

/// <summary>Several endpoints of one interface: those that agree are believed, or the first whose answer is proved.</summary>
internal sealed class EndpointSet(HttpClient http, IReadOnlyList<Uri> addresses, ClientOptions options)
{
    /// <summary>The endpoints in the order of the caller's preference.</summary>
    public IReadOnlyList<HttpEndpoint> Endpoints { get; } = addresses.Count > 0
        ? [.. addresses.Select(address => new HttpEndpoint(http, address, options))]
        : throw new ArgumentException("at least one address is needed", nameof(addresses));

    /// <summary>Asks one endpoint after another until one gives an answer that passes its check.</summary>
    public async Task<Answer<T>> FirstProvenAsync<T>(Func<HttpEndpoint, Task<Answer<T>>> ask)
    {
        List<ClientError> refusals = [];
        foreach (HttpEndpoint endpoint in Endpoints)
        {
            Answer<T> answer = await ask(endpoint).ConfigureAwait(false);
            if (answer.IsGood) return answer.After(refusals);
            refusals.AddRange(answer.Refusals);
        }

        // The gravest reason is the one to show first: a lie before a missing answer.
        ClientError error = refusals.Find(static refusal => refusal.Fault is ClientFault.Unproven or ClientFault.WrongNetwork) ?? refusals[^1];
        return Answer<T>.Refused(error, refusals);
    }

    /// <summary>Asks all endpoints at once.</summary>
    public async Task<IReadOnlyList<Answer<T>>> AllAsync<T>(Func<HttpEndpoint, Task<Answer<T>>> ask) =>
        await Task.WhenAll(Endpoints.Select(ask)).ConfigureAwait(false);

    /// <summary>Asks all endpoints and believes what a quorum of them says.</summary>
    /// <param name="method">What is asked, for errors.</param>
    /// <param name="ask">Asks one.</param>
    /// <param name="key">What of an answer has to agree.</param>
    public async Task<Answer<T>> AgreedAsync<T>(string method, Func<HttpEndpoint, Task<Answer<T>>> ask, Func<T, string> key)
    {
        IReadOnlyList<Answer<T>> answers = await AllAsync(ask).ConfigureAwait(false);
        List<ClientError> refusals = [.. answers.SelectMany(static answer => answer.Refusals)];
        (string Endpoint, T Value, string Key)[] given =
            [.. answers.Index().Where(static entry => entry.Item.IsGood).Select(entry => (Endpoints[entry.Index].Name, entry.Item.Value!, key(entry.Item.Value!)))];
        int quorum = options.QuorumOf(Endpoints.Count);
        var groups = given.GroupBy(static entry => entry.Key, StringComparer.Ordinal).OrderByDescending(static group => group.Count()).ToArray();
        bool isTie = groups.Length > 1 && groups[0].Count() == groups[1].Count();
        if (groups.Length == 0 || groups[0].Count() < quorum || isTie)
        {
            string actual = groups.Length == 0
                ? "no answer"
                : string.Join(" against ", groups.Select(static group => $"{group.Count()} for {Shown(group.Key)} ({string.Join(", ", group.Select(static entry => entry.Endpoint))})"));
            ClientError error = new("all endpoints", method, ClientFault.NoQuorum, $"{quorum} of {Endpoints.Count} endpoints that agree", actual,
                refusals.Count > 0 ? $"first fault: {refusals[0]}" : "name more endpoints, or leave out the one that is wrong");
            return Answer<T>.Refused(error, [error, .. refusals]);
        }

        foreach ((string endpoint, _, string other) in groups.Skip(1).SelectMany(static group => group))
            refusals.Add(new(endpoint, method, ClientFault.Outvoted, $"{Difference(groups[0].Key, other)} as {groups[0].Count()} endpoints say",
                Difference(other, groups[0].Key), "do not trust this endpoint"));
        return Answer<T>.Good(groups[0].First().Value, refusals);
    }

    private static string Shown(string key) => key.Length <= 80 ? key : string.Concat(key.AsSpan(0, 80), "...");

    /// <summary>The parts of the first key that the second lacks.</summary>
    private static string Difference(string key, string other) =>
        Shown(string.Join(' ', key.Split(' ').Except(other.Split(' '), StringComparer.Ordinal).DefaultIfEmpty("nothing more")));
}
