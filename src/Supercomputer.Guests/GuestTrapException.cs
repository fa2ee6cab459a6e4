namespace Supercomputer.Guests;

/// <summary>Natively, what ends a guest's run: in the machine it is the outcome "trapped".</summary>
/// <param name="message">The guest's message, or what the host refused.</param>
public sealed class GuestTrapException(string message) : Exception(message);
