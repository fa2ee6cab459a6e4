using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips;

/// <summary>The buses of the machine.</summary>
public static class Buses
{
    /// <summary>(clock, pc, fp, pages): the state between two steps.</summary>
    /// <remarks>Senders: the statement (the first state) and every instruction chip. Receivers: every instruction chip and Halt.
    /// Invariant: a row sends clock + 4 (a path's row 4 a step), so with room for at most 2^27 steps in all a closed cycle of rows cannot
    /// balance, and the rows are one chain from the first state to Halt; clock is below 2^29 on it.</remarks>
    public static Bus State { get; } = new("State", 1, 4);

    /// <summary>(pc, operation, d, a, b, i0, i1, i2, i3): an instruction, or after the last a path.</summary>
    /// <remarks>Senders: instruction chips, paths and Halt. Receiver: the Program table. Invariant: only the program's own rows exist.</remarks>
    public static Bus Program { get; } = new("Program", 2, 9);

    /// <summary>(space, address, l0, l1, l2, l3, time): a cell's value since a time.</summary>
    /// <remarks>Senders and receivers: instruction chips, Refresh, Cells, the images. Invariant: each cell is sent once before all
    /// accesses (Cells, images) and received once after them; an access receives an earlier time than it sends, without wrapping
    /// around p, so the accesses of a cell are one path in order of time. Values sent are 16-bit limbs (Call: pc and fp), and limbs
    /// 2 and 3 are 0 but in the Register64 space.</remarks>
    public static Bus Memory { get; } = new("Memory", 3, 7);

    /// <summary>(value): a number of 16 bits. Receiver: the Byte table.</summary>
    public static Bus Range16 { get; } = new("Range16", 4, 1);

    /// <summary>(low, high): two bytes. Receiver: the Byte table.</summary>
    public static Bus Bytes { get; } = new("Bytes", 5, 2);

    /// <summary>(a, b, a and b): two bytes and their bitwise and. Receiver: the Byte table.</summary>
    public static Bus And { get; } = new("And", 6, 3);

    /// <summary>(space, address): the cells of a gap between images, in ascending order.</summary>
    /// <remarks>Senders: the statement (the address before each gap) and Cells. Receivers: Cells and the statement (the last address
    /// of each gap). Invariant: each Cells row steps to a greater address, so no address is initialised twice and none of an image.</remarks>
    public static Bus Chain { get; } = new("Chain", 7, 2);

    /// <summary>(outcome, clock): how the run ended. Sender: Halt. Receiver: the statement, once.</summary>
    public static Bus End { get; } = new("End", 8, 2);

    /// <summary>(stream + 1, index limbs 0 and 1, value limbs 0 and 1): an entry of the public or disclosed stream.</summary>
    /// <remarks>Sender: the Input chip. Receiver: the Input table. Stream 0 of the table's padding rows names no stream.</remarks>
    public static Bus Input { get; } = new("Input", 9, 5);

    /// <summary>(index limbs 0 and 1, value limbs 0 and 1): a byte of the output.</summary>
    /// <remarks>Sender: the Output chip. Receiver: the statement, once for each byte.</remarks>
    public static Bus Output { get; } = new("Output", 10, 4);

    /// <summary>(clock, round, 100 limbs): the state of Keccak-f[1600] before a round of the call at a clock.</summary>
    /// <remarks>Senders: the Keccak chip (round 0) and the KeccakRound chip (round + 1). Receivers: the KeccakRound chip (rounds 0 to 23)
    /// and the Keccak chip (24). Invariant: a row leads to the next round, so there is no cycle, and one call has a clock: its rounds
    /// are one path from its words before to its words after.</remarks>
    public static Bus Keccak { get; } = new("Keccak", 11, 102);

    /// <summary>(space, address, first limbs 0 to 3, last limbs 0 to 3): a cell at both ends of a segment.</summary>
    /// <remarks>Sender: the Boundary chip. Receiver: the statement of the segment, once for each cell. Invariant: the statement's cells are
    /// strictly ascending, so none is begun twice.</remarks>
    public static Bus Boundary { get; } = new("Boundary", 12, 10);

    /// <summary>(clock, step, 16 limbs of a to h, 32 limbs of what is known of the next 16 words): SHA-256 before 16 rounds of the call at a clock.</summary>
    /// <remarks>Senders: the Sha256 chip (step 0, the block) and the Sha256Round chip (step + 1; step 4 with zeros for words). Receivers: the
    /// Sha256Round chip (steps 0 to 3) and the Sha256 chip (4). Invariant: as for Keccak, one path of four rows for each call.</remarks>
    public static Bus Sha256 { get; } = new("Sha256", 13, 50);

    /// <summary>(row, count): the WebAssembly instructions counted by the rows of the Program table before one.</summary>
    /// <remarks>Senders: the statement (0, 0) and the Program table. Receivers: the Program table and the statement (all rows, the count).
    /// Invariant: a row leads to the next, so the rows are one chain, and each adds its executions times its cost.</remarks>
    public static Bus Count { get; } = new("Count", 14, 2);
}
