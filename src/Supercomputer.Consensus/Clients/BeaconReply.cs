using System.Text.Json;

namespace Supercomputer.Consensus.Clients;

/// <summary>An answer with its source: the typed value and the JSON that it was read from.</summary>
/// <param name="Endpoint">Who gave it.</param>
/// <param name="Value">The value.</param>
/// <param name="Json">The reply as it came, under its "data" and "version".</param>
/// <typeparam name="T">The type of the value.</typeparam>
public sealed record BeaconReply<T>(string Endpoint, T Value, JsonElement Json);
