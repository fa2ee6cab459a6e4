namespace Supercomputer.Proofs.Serialization;

/// <summary>Why a proof could not be read: the first thing that was wrong.</summary>
/// <param name="Failure">What kind of wrong.</param>
/// <param name="Name">The value that was being read.</param>
/// <param name="Offset">The offset in bytes at which it begins.</param>
/// <param name="Expected">The bound, the fixed value, or the bytes needed.</param>
/// <param name="Actual">The value met, or the bytes there were.</param>
public readonly record struct ProofReadError(ProofReadFailure Failure, string Name, int Offset, ulong Expected, ulong Actual)
{
    /// <summary>Where it was: the value's name and the offset.</summary>
    public string Place => $"{this.Name} at byte {this.Offset}";

    /// <summary>What was wrong there.</summary>
    public string Problem => this.Failure switch
    {
        ProofReadFailure.Truncated when this.Offset == 0 && this.Actual == 0 => "the file is empty: prove again, or name the file that was written",
        ProofReadFailure.Truncated => $"needs {this.Expected} bytes and {this.Actual} are left: the proof is cut short",
        ProofReadFailure.TrailingBytes => $"{this.Actual} bytes follow where the proof must end: remove them",
        ProofReadFailure.NotCanonical => $"a field element must be below {this.Expected} and is {this.Actual}",
        ProofReadFailure.TooLarge => $"must be at most {this.Expected} and is {this.Actual}",
        _ => $"must be {this.Expected} and is {this.Actual}: made for another key, profile or format",
    };

    /// <summary>The error in words.</summary>
    public override string ToString() => $"{this.Place}: {this.Problem}";
}
