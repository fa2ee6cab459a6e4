namespace Supercomputer.Compute.Manifests;

/// <summary>How a zkGraph's input streams are laid out; the manifest's specVersion says which.</summary>
public enum StreamLayout
{
    /// <summary>specVersion 1.0.0: the complete receipts or the proofs, disclosed; the program looks for what it wants (docs of the samples).</summary>
    Complete,

    /// <summary>specVersion 0.0.2 and 0.0.1: what programs built with @ora-io/cle-lib read, with the offsets of the wanted events.</summary>
    Cle,
}
