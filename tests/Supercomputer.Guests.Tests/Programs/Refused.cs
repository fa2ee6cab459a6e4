namespace Supercomputer.Guests.Tests.Programs;

/// <summary>One construct outside of the subset in each method, in the line that names it in a comment.</summary>
public static class Refused
{
    public static int Class(int a)
    {
        var list = new List<int>(); // here: Class
        return list.Count + a;
    }

    public static int Boxing(int a)
    {
        object boxed = a; // here: Boxing
        return boxed.GetHashCode();
    }

    public static int Lambda(int a)
    {
        Func<int, int> twice = x => x * a; // here: Lambda
        return twice(a);
    }

    public static int Caught(int a)
    {
        try
        {
            return 10 / a; // here: Caught
        }
        catch (DivideByZeroException)
        {
            return 0;
        }
    }

    public static int Text(int a)
    {
        return string.Concat("a", "b").Length + a; // here: Text
    }

    public static string Virtual(int a)
    {
        return a.ToString(); // here: Virtual
    }

    public static int Reflection(int a)
    {
        return typeof(Refused).Name.Length + a; // here: Reflection
    }

    public static int Framework(int a)
    {
        return Environment.ProcessorCount + a; // here: Framework
    }
}
