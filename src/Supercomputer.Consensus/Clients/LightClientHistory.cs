using System.Text.Json;
using Supercomputer.Consensus.Containers;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Consensus.Clients;

/// <summary>What leads from a checkpoint to a finalized header: bootstrap, updates and, where it is newer, a finality update; all of it checked.</summary>
/// <param name="Checkpoint">The root of the trusted block.</param>
/// <param name="Bootstrap">Its committee.</param>
/// <param name="Updates">The updates that brought committees, in order.</param>
/// <param name="Finality">The update that brought the newest finalized header, when none of the others did.</param>
public sealed record LightClientHistory(
    Digest Checkpoint, BeaconReply<LightClientBootstrap> Bootstrap, IReadOnlyList<BeaconReply<LightClientUpdate>> Updates, BeaconReply<LightClientUpdate>? Finality)
{
    /// <summary>The names of the files, as <see cref="SaveAsync"/> writes them.</summary>
    public const string BootstrapFile = "bootstrap.json", UpdatesFile = "updates.json", FinalityFile = "finality_update.json";

    /// <summary>All updates in the order in which they are applied.</summary>
    public IEnumerable<LightClientUpdate> Steps => (Finality is null ? Updates : [.. Updates, Finality]).Select(static reply => reply.Value);

    /// <summary>Fetches what leads from a checkpoint to the newest finalized header that the endpoints prove.</summary>
    /// <param name="beacon">The endpoints.</param>
    /// <param name="network">Their network.</param>
    /// <param name="checkpoint">The root of the trusted block.</param>
    /// <param name="cancellation">Stops asking.</param>
    public static async Task<Answer<LightClientHistory>> FetchAsync(
        BeaconClient beacon, BeaconNetwork network, Digest checkpoint, CancellationToken cancellation = default)
    {
        Answer<LightClientFollower> follower = await LightClientFollower.StartAsync(beacon, network, checkpoint, cancellation: cancellation).ConfigureAwait(false);
        if (!follower.IsGood) return follower.As<LightClientHistory>();
        FollowStep step = await follower.Value.AdvanceAsync(cancellation).ConfigureAwait(false);
        return Answer<LightClientHistory>.Good(follower.Value.History, [.. follower.Refusals, .. step.Refusals]);
    }

    /// <summary>Writes the replies as they came: the form that the beacon interface gives, an array for updates.</summary>
    /// <returns>The files.</returns>
    public async Task<IReadOnlyList<string>> SaveAsync(string folder, CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(folder);
        List<(string Name, string Text)> files =
        [
            (BootstrapFile, Bootstrap.Json.GetRawText()),
            (UpdatesFile, JsonSerializer.Serialize(Updates.Select(static update => update.Json).ToArray())),
        ];
        if (Finality is not null) files.Add((FinalityFile, Finality.Json.GetRawText()));
        List<string> paths = [];
        foreach ((string name, string text) in files)
        {
            paths.Add(Path.Combine(folder, name));
            await File.WriteAllTextAsync(paths[^1], text + "\n", cancellation).ConfigureAwait(false);
        }

        return paths;
    }

    internal static LightClientHistory Begin(Digest checkpoint, BeaconReply<LightClientBootstrap> bootstrap) => new(checkpoint, bootstrap, [], null);

    /// <summary>With an update more; a finality update that is still newer stays the last step.</summary>
    internal LightClientHistory With(BeaconReply<LightClientUpdate> update) => this with
    {
        Updates = [.. Updates, update],
        Finality = Finality?.Value.FinalizedHeader.Beacon.Slot > update.Value.FinalizedHeader.Beacon.Slot ? Finality : null,
    };

    internal LightClientHistory WithFinality(BeaconReply<LightClientUpdate> update) => this with { Finality = update };
}
