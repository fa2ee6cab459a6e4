namespace Supercomputer.Guests.Library;

/// <summary>Ends the run.</summary>
internal static class Trap
{
    /// <summary>Compiled to one test.</summary>
    public static void If(bool condition)
    {
        if (condition) throw new InvalidOperationException();
    }
}
