namespace Supercomputer.Guests.Tests.Programs;

/// <summary>What the template of a new guest does.</summary>
public static class Hello
{
    public static void Count()
    {
        uint zeros = 0;
        foreach (byte value in Guest.ReadAll(InputStream.Public))
            if (value == 0) zeros++;
        Guest.Output(zeros);
    }
}
