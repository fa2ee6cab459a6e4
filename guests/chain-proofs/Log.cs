using Supercomputer.Guests;

namespace ChainProofs;

/// <summary>A log of a receipt.</summary>
public readonly ref struct Log
{
    private const int AddressBytes = 20, MostTopics = 4;

    private Log(ReadOnlySpan<byte> contract, ReadOnlySpan<byte> topics, int topicCount, ReadOnlySpan<byte> data)
    {
        Contract = contract;
        Topics = topics;
        TopicCount = topicCount;
        Data = data;
    }

    /// <summary>The contract that wrote it.</summary>
    public ReadOnlySpan<byte> Contract { get; }

    /// <summary>How many topics it has.</summary>
    public int TopicCount { get; }

    /// <summary>Its data.</summary>
    public ReadOnlySpan<byte> Data { get; }

    private ReadOnlySpan<byte> Topics { get; }

    /// <summary>Reads the next log of a receipt.</summary>
    public static Log Read(scoped ref RlpReader logs)
    {
        RlpReader fields = logs.List();
        ReadOnlySpan<byte> contract = fields.Bytes(AddressBytes);
        RlpItem topics = fields.Next();
        Guest.Require(topics.IsList, "a log's topics are no list");
        RlpReader each = new(topics.Payload);
        int count = 0;
        while (!each.IsAtEnd)
        {
            each.Bytes(32);
            count++;
        }

        Guest.Require(count <= MostTopics, "a log has more than four topics");
        ReadOnlySpan<byte> data = fields.Bytes();
        fields.End();
        return new Log(contract, topics.Payload, count, data);
    }

    /// <summary>A topic; the index is below the count.</summary>
    public ReadOnlySpan<byte> Topic(int index) => Topics.Slice((33 * index) + 1, 32); // each is one byte of header and 32
}
