using Supercomputer.Proofs;

namespace Supercomputer.Machine.Segments;

/// <summary>A folder that holds the finished segments of one run, so that a proof goes on where it stopped, or other processes help.</summary>
/// <remarks>Shape: <c>plan</c>, and <c>segment-00000</c> and so on. Files appear whole: they are written aside and moved. A segment is checked
/// before it is used, so the folder need not be trusted; the plan holds the private stream.</remarks>
public sealed class SegmentFolder
{
    private readonly string path;

    private SegmentFolder(string path, SegmentPlan plan)
    {
        this.path = path;
        Plan = plan;
    }

    /// <summary>The run that the folder is of.</summary>
    public SegmentPlan Plan { get; }

    /// <summary>Opens a folder, or makes it.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="wanted">The run; where the folder has one already, its segments' size is kept.</param>
    public static Checked<SegmentFolder> Open(string path, SegmentPlan wanted)
    {
        string planPath = Path.Combine(path, "plan");
        if (!File.Exists(planPath))
        {
            Directory.CreateDirectory(path);
            WriteWhole(planPath, wanted.ToBytes());
            return new SegmentFolder(path, wanted);
        }

        if (SegmentPlan.TryRead(File.ReadAllBytes(planPath), out SegmentPlan? found) is { } message)
            return new VerificationError($"--resume {path}", "a folder of segments", message);
        if (found!.Key.Digest != wanted.Key.Digest)
            return new VerificationError($"--resume {path}: program", $"digest {wanted.Key.Digest}", $"{found.Key.Digest}; use another folder");
        if (found.Profile != wanted.Profile)
            return new VerificationError($"--resume {path}: profile", $"{wanted.Profile}", $"{found.Profile}; use another folder");
        if (found.Digest != (wanted with { LogCells = found.LogCells }).Digest)
            return new VerificationError($"--resume {path}: streams", "those of this run", "others; use another folder");
        return new SegmentFolder(path, found);
    }

    /// <summary>The bytes of a finished segment, or null.</summary>
    /// <param name="index">Its number.</param>
    public byte[]? Find(int index) => File.Exists(PathOf(index)) ? File.ReadAllBytes(PathOf(index)) : null;

    /// <summary>Keeps a finished segment.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="bytes">Its bytes.</param>
    public void Keep(int index, byte[] bytes) => WriteWhole(PathOf(index), bytes);

    /// <summary>Where a segment's bytes are kept.</summary>
    /// <param name="index">Its number.</param>
    public string PathOf(int index) => Path.Combine(path, $"segment-{index:D5}");

    /// <summary>Writes a file that is there whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bytes">Its bytes.</param>
    public static void WriteWhole(string path, byte[] bytes)
    {
        string aside = path + ".partial";
        File.WriteAllBytes(aside, bytes);
        File.Move(aside, path, overwrite: true);
    }
}
