namespace Supercomputer.Machine.Hosts;

/// <summary>A parameter of a host function that is an address of the program's memory.</summary>
/// <param name="Parameter">Which parameter.</param>
/// <param name="LengthParameter">Which parameter says how many bytes lie there; null where the function fixes it.</param>
internal readonly record struct HostAddress(int Parameter, int? LengthParameter = null);
