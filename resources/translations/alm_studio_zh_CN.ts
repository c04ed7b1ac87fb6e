<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>&amp;Open media…</source>
        <translation>打开媒体(&amp;O)…</translation>
    </message>
    <message>
        <source>Open video or sound files</source>
        <translation>打开视频或音频文件</translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation>打开文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>Open all media in a folder</source>
        <translation>打开文件夹中的所有媒体</translation>
    </message>
    <message>
        <source>&amp;Import captions…</source>
        <translation>导入字幕(&amp;I)…</translation>
    </message>
    <message>
        <source>Take captions from a file, of any usual format</source>
        <translation>从文件中导入字幕，支持各种常用格式</translation>
    </message>
    <message>
        <source>Export fil&amp;m…</source>
        <translation>导出影片(&amp;M)…</translation>
    </message>
    <message>
        <source>Put these captions into a copy of the video</source>
        <translation>将这些字幕放入视频的副本</translation>
    </message>
    <message>
        <source>&amp;Pause the work</source>
        <translation>暂停工作(&amp;P)</translation>
    </message>
    <message>
        <source>Let the work rest, or go on</source>
        <translation>暂停工作，或继续</translation>
    </message>
    <message>
        <source>Move &amp;up</source>
        <translation>上移(&amp;U)</translation>
    </message>
    <message>
        <source>Let this file have its turn earlier</source>
        <translation>让此文件提前处理</translation>
    </message>
    <message>
        <source>Move &amp;down</source>
        <translation>下移(&amp;D)</translation>
    </message>
    <message>
        <source>Let this file have its turn later</source>
        <translation>让此文件推后处理</translation>
    </message>
    <message>
        <source>&amp;Automatic work…</source>
        <translation>自动处理(&amp;A)…</translation>
    </message>
    <message>
        <source>Watch a folder, and export captions when they are finished</source>
        <translation>监视文件夹，并在字幕完成后自动导出</translation>
    </message>
    <message>
        <source>&amp;Export captions…</source>
        <translation>导出字幕(&amp;E)…</translation>
    </message>
    <message>
        <source>Write these captions to a file</source>
        <translation>将这些字幕写入文件</translation>
    </message>
    <message>
        <source>Export &amp;all…</source>
        <translation>全部导出(&amp;A)…</translation>
    </message>
    <message>
        <source>Write all captions to files</source>
        <translation>将所有字幕写入文件</translation>
    </message>
    <message>
        <source>Open &amp;project…</source>
        <translation>打开项目(&amp;P)…</translation>
    </message>
    <message>
        <source>Open captions that are kept in a project</source>
        <translation>打开保存在项目中的字幕</translation>
    </message>
    <message>
        <source>&amp;Save project as…</source>
        <translation>项目另存为(&amp;S)…</translation>
    </message>
    <message>
        <source>Keep everything about this medium in a file; later changes are saved there as you make them</source>
        <translation>将此媒体的全部内容保存到一个文件；此后的修改会随时存入其中</translation>
    </message>
    <message>
        <source>&amp;Library…</source>
        <translation>资料库(&amp;L)…</translation>
    </message>
    <message>
        <source>Search everything that was ever said</source>
        <translation>搜索所有说过的内容</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>Close the program</source>
        <translation>关闭程序</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>Take the last edit back</source>
        <translation>撤销上一次编辑</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Make the edit again that was taken back</source>
        <translation>重做被撤销的编辑</translation>
    </message>
    <message>
        <source>Edit &amp;text</source>
        <translation>编辑文本(&amp;T)</translation>
    </message>
    <message>
        <source>Edit the text of the selected cue</source>
        <translation>编辑所选字幕条的文本</translation>
    </message>
    <message>
        <source>S&amp;plit cue</source>
        <translation>拆分字幕条(&amp;P)</translation>
    </message>
    <message>
        <source>Cut the cue at the cursor or the play head</source>
        <translation>在光标或播放头处拆分字幕条</translation>
    </message>
    <message>
        <source>&amp;Merge cues</source>
        <translation>合并字幕条(&amp;M)</translation>
    </message>
    <message>
        <source>Make one of the selected cues</source>
        <translation>将所选字幕条合并为一条</translation>
    </message>
    <message>
        <source>Last word to the &amp;next cue</source>
        <translation>末词移至下一条(&amp;N)</translation>
    </message>
    <message>
        <source>Give the last word away</source>
        <translation>将最后一个词移到下一条</translation>
    </message>
    <message>
        <source>&amp;First word to the previous cue</source>
        <translation>首词移至上一条(&amp;F)</translation>
    </message>
    <message>
        <source>Give the first word away</source>
        <translation>将第一个词移到上一条</translation>
    </message>
    <message>
        <source>&amp;Insert cue</source>
        <translation>插入字幕条(&amp;I)</translation>
    </message>
    <message>
        <source>Make a new cue at the play head</source>
        <translation>在播放头处新建字幕条</translation>
    </message>
    <message>
        <source>&amp;Duplicate</source>
        <translation>复制一份(&amp;D)</translation>
    </message>
    <message>
        <source>Copy the selected cues</source>
        <translation>复制所选字幕条</translation>
    </message>
    <message>
        <source>De&amp;lete</source>
        <translation>删除(&amp;L)</translation>
    </message>
    <message>
        <source>Take the selected cues out</source>
        <translation>删除所选字幕条</translation>
    </message>
    <message>
        <source>&amp;Speaker…</source>
        <translation>说话人(&amp;S)…</translation>
    </message>
    <message>
        <source>Say who speaks in the selected cues</source>
        <translation>设置所选字幕条的说话人</translation>
    </message>
    <message>
        <source>N&amp;ote…</source>
        <translation>备注(&amp;O)…</translation>
    </message>
    <message>
        <source>Write a note to the selected cues</source>
        <translation>为所选字幕条添加备注</translation>
    </message>
    <message>
        <source>&amp;Find and replace…</source>
        <translation>查找和替换(&amp;F)…</translation>
    </message>
    <message>
        <source>Find and replace text in all cues</source>
        <translation>在所有字幕条中查找和替换文本</translation>
    </message>
    <message>
        <source>Spellin&amp;g…</source>
        <translation>拼写检查(&amp;G)…</translation>
    </message>
    <message>
        <source>Go through misspelled words</source>
        <translation>逐个检查拼写错误的词</translation>
    </message>
    <message>
        <source>S&amp;hift and stretch…</source>
        <translation>平移和缩放时间(&amp;H)…</translation>
    </message>
    <message>
        <source>Move cues in time</source>
        <translation>在时间上移动字幕条</translation>
    </message>
    <message>
        <source>So&amp;rt and renumber</source>
        <translation>排序并重新编号(&amp;R)</translation>
    </message>
    <message>
        <source>Put all cues in order of time</source>
        <translation>按时间顺序排列所有字幕条</translation>
    </message>
    <message>
        <source>&amp;Quality</source>
        <translation>质量(&amp;Q)</translation>
    </message>
    <message>
        <source>Show or hide what breaks the caption style</source>
        <translation>显示或隐藏不符合字幕规范之处</translation>
    </message>
    <message>
        <source>Fi&amp;x</source>
        <translation>修正(&amp;X)</translation>
    </message>
    <message>
        <source>Mend what the selected cues do against the style</source>
        <translation>修正所选字幕条不符合规范之处</translation>
    </message>
    <message>
        <source>Fix &amp;all cues</source>
        <translation>修正全部字幕条(&amp;A)</translation>
    </message>
    <message>
        <source>Mend all that breaks the caption style</source>
        <translation>修正所有不符合字幕规范之处</translation>
    </message>
    <message>
        <source>Own caption st&amp;yle…</source>
        <translation>自定义字幕规范(&amp;Y)…</translation>
    </message>
    <message>
        <source>Set your own limits for cues</source>
        <translation>为字幕条设置自己的限制</translation>
    </message>
    <message>
        <source>&amp;Preferences…</source>
        <translation>首选项(&amp;P)…</translation>
    </message>
    <message>
        <source>Search, precision, words to expect</source>
        <translation>搜索、精度、预期词语</translation>
    </message>
    <message>
        <source>&amp;Generate captions</source>
        <translation>生成字幕(&amp;G)</translation>
    </message>
    <message>
        <source>Write captions with the model</source>
        <translation>用模型生成字幕</translation>
    </message>
    <message>
        <source>&amp;Align text…</source>
        <translation>对齐文本(&amp;A)…</translation>
    </message>
    <message>
        <source>Find the times of a script or of captions that you have</source>
        <translation>为已有的文稿或字幕确定时间</translation>
    </message>
    <message>
        <source>&amp;Continue captions</source>
        <translation>继续生成字幕(&amp;C)</translation>
    </message>
    <message>
        <source>Go on where the captions were stopped</source>
        <translation>从中断处继续</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>Stop; what is done is kept</source>
        <translation>停止；已完成的部分会保留</translation>
    </message>
    <message>
        <source>&amp;Fine-tune a model…</source>
        <translation>微调模型(&amp;F)…</translation>
    </message>
    <message>
        <source>Let a model learn from your own speech and text</source>
        <translation>让模型从您自己的语音和文本中学习</translation>
    </message>
    <message>
        <source>&amp;Remove from the queue</source>
        <translation>从队列中移除(&amp;R)</translation>
    </message>
    <message>
        <source>Take this file out of the queue</source>
        <translation>将此文件移出队列</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>播放(&amp;P)</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>播放或暂停</translation>
    </message>
    <message>
        <source>&amp;Back 5 seconds</source>
        <translation>后退 5 秒(&amp;B)</translation>
    </message>
    <message>
        <source>Go back 5 seconds</source>
        <translation>后退 5 秒</translation>
    </message>
    <message>
        <source>&amp;Forward 5 seconds</source>
        <translation>前进 5 秒(&amp;F)</translation>
    </message>
    <message>
        <source>Go forward 5 seconds</source>
        <translation>前进 5 秒</translation>
    </message>
    <message>
        <source>P&amp;revious cue</source>
        <translation>上一条字幕(&amp;R)</translation>
    </message>
    <message>
        <source>Go to the previous cue</source>
        <translation>跳到上一条字幕</translation>
    </message>
    <message>
        <source>&amp;Next cue</source>
        <translation>下一条字幕(&amp;N)</translation>
    </message>
    <message>
        <source>Go to the next cue</source>
        <translation>跳到下一条字幕</translation>
    </message>
    <message>
        <source>Previous &amp;word</source>
        <translation>上一个词(&amp;W)</translation>
    </message>
    <message>
        <source>Go to the previous word</source>
        <translation>跳到上一个词</translation>
    </message>
    <message>
        <source>Next w&amp;ord</source>
        <translation>下一个词(&amp;O)</translation>
    </message>
    <message>
        <source>Go to the next word</source>
        <translation>跳到下一个词</translation>
    </message>
    <message>
        <source>Previous p&amp;icture</source>
        <translation>上一帧(&amp;I)</translation>
    </message>
    <message>
        <source>Go to the previous picture of the video</source>
        <translation>跳到视频的上一帧</translation>
    </message>
    <message>
        <source>Next pi&amp;cture</source>
        <translation>下一帧(&amp;C)</translation>
    </message>
    <message>
        <source>Go to the next picture of the video</source>
        <translation>跳到视频的下一帧</translation>
    </message>
    <message>
        <source>&amp;Loop cue</source>
        <translation>循环字幕条(&amp;L)</translation>
    </message>
    <message>
        <source>Play this cue again and again</source>
        <translation>反复播放此字幕条</translation>
    </message>
    <message>
        <source>&amp;Slower</source>
        <translation>减速(&amp;S)</translation>
    </message>
    <message>
        <source>Play slower, with the pitch kept</source>
        <translation>减速播放，音高不变</translation>
    </message>
    <message>
        <source>Normal sp&amp;eed</source>
        <translation>正常速度(&amp;E)</translation>
    </message>
    <message>
        <source>Play at normal speed</source>
        <translation>以正常速度播放</translation>
    </message>
    <message>
        <source>F&amp;aster</source>
        <translation>加速(&amp;A)</translation>
    </message>
    <message>
        <source>Play faster, with the pitch kept</source>
        <translation>加速播放，音高不变</translation>
    </message>
    <message>
        <source>Set &amp;in-time</source>
        <translation>设置入点(&amp;I)</translation>
    </message>
    <message>
        <source>Let the cue begin at the play head</source>
        <translation>让字幕条从播放头处开始</translation>
    </message>
    <message>
        <source>Set ou&amp;t-time</source>
        <translation>设置出点(&amp;T)</translation>
    </message>
    <message>
        <source>Let the cue end at the play head</source>
        <translation>让字幕条在播放头处结束</translation>
    </message>
    <message>
        <source>&amp;Mute</source>
        <translation>静音(&amp;M)</translation>
    </message>
    <message>
        <source>Sound on or off</source>
        <translation>打开或关闭声音</translation>
    </message>
    <message>
        <source>&amp;Queue</source>
        <translation>队列(&amp;Q)</translation>
    </message>
    <message>
        <source>Show or hide the list of files</source>
        <translation>显示或隐藏文件列表</translation>
    </message>
    <message>
        <source>&amp;Review</source>
        <translation>审阅(&amp;R)</translation>
    </message>
    <message>
        <source>Show or hide the places that are worth a look</source>
        <translation>显示或隐藏值得查看的位置</translation>
    </message>
    <message>
        <source>Play the place and a little around it</source>
        <translation>播放此处及其前后片段</translation>
    </message>
    <message>
        <source>&amp;Accept</source>
        <translation>接受(&amp;A)</translation>
    </message>
    <message>
        <source>The text is right; go to the next place</source>
        <translation>文本正确；转到下一处</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>Edit the text of the place</source>
        <translation>编辑此处的文本</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>下一处(&amp;N)</translation>
    </message>
    <message>
        <source>Go to the next place</source>
        <translation>转到下一处</translation>
    </message>
    <message>
        <source>&amp;Timeline</source>
        <translation>时间线(&amp;T)</translation>
    </message>
    <message>
        <source>Show or hide sound and words along time</source>
        <translation>显示或隐藏随时间排列的声音和词语</translation>
    </message>
    <message>
        <source>&amp;Spectrogram</source>
        <translation>频谱图(&amp;S)</translation>
    </message>
    <message>
        <source>Show or hide the sound as frequencies along time</source>
        <translation>显示或隐藏声音随时间变化的频率</translation>
    </message>
    <message>
        <source>Caption &amp;look…</source>
        <translation>字幕外观(&amp;L)…</translation>
    </message>
    <message>
        <source>Font, size and place of the captions</source>
        <translation>字幕的字体、大小和位置</translation>
    </message>
    <message>
        <source>&amp;Attention</source>
        <translation>注意力(&amp;A)</translation>
    </message>
    <message>
        <source>Show or hide where the model listened</source>
        <translation>显示或隐藏模型倾听的位置</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Show less of the timeline, larger</source>
        <translation>缩小时间线的显示范围</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>Show more of the timeline, smaller</source>
        <translation>扩大时间线的显示范围</translation>
    </message>
    <message>
        <source>Start &amp;live captions</source>
        <translation>开始实时字幕(&amp;L)</translation>
    </message>
    <message>
        <source>Caption what is said now, and record it</source>
        <translation>为正在说的话加字幕，并录音</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>Stop listening for a while</source>
        <translation>暂时停止倾听</translation>
    </message>
    <message>
        <source>Set a &amp;mark</source>
        <translation>设置标记(&amp;M)</translation>
    </message>
    <message>
        <source>Mark this moment, to find it again</source>
        <translation>标记此刻，以便日后查找</translation>
    </message>
    <message>
        <source>&amp;Click through</source>
        <translation>鼠标穿透(&amp;C)</translation>
    </message>
    <message>
        <source>Let the mouse reach what lies under the live captions</source>
        <translation>让鼠标可操作实时字幕下方的内容</translation>
    </message>
    <message>
        <source>Live captions: &amp;settings…</source>
        <translation>实时字幕设置(&amp;S)…</translation>
    </message>
    <message>
        <source>Sound input, language, look and outputs of the live captions</source>
        <translation>实时字幕的音频输入、语言、外观和输出</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts…</source>
        <translation>键盘快捷键(&amp;K)…</translation>
    </message>
    <message>
        <source>See all keys, and choose others</source>
        <translation>查看所有按键，并可更改</translation>
    </message>
    <message>
        <source>Open &amp;log folder</source>
        <translation>打开日志文件夹(&amp;L)</translation>
    </message>
    <message>
        <source>Open the folder with the log files</source>
        <translation>打开存放日志文件的文件夹</translation>
    </message>
    <message>
        <source>&amp;About ALM Studio</source>
        <translation>关于 ALM Studio(&amp;A)</translation>
    </message>
    <message>
        <source>Version and licence</source>
        <translation>版本和许可证</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Captions</source>
        <translation>字幕(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Playback</source>
        <translation>回放(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
</context>
<context>
    <name>AligningController</name>
    <message>
        <source>Align text</source>
        <translation>对齐文本</translation>
    </message>
    <message>
        <source>The whole text was found, and all speech is in it.</source>
        <translation>整篇文本均已找到，且包含全部语音。</translation>
    </message>
    <message>
        <source>{n} parts of the text are not spoken</source>
        <translation>文本中有 {n} 处没有被说出</translation>
    </message>
    <message>
        <source>one part of the text is not spoken</source>
        <translation>文本中有一处没有被说出</translation>
    </message>
    <message>
        <source>{n} stretches of speech are not in the text</source>
        <translation>有 {n} 段语音不在文本中</translation>
    </message>
    <message>
        <source>one stretch of speech is not in the text</source>
        <translation>有一段语音不在文本中</translation>
    </message>
    <message>
        <source>The text has its times; {what}.</source>
        <translation>文本的时间已确定；{what}。</translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>显示</translation>
    </message>
</context>
<context>
    <name>AutomaticDialog</name>
    <message>
        <source>Automatic work</source>
        <translation>自动处理</translation>
    </message>
    <message>
        <source>&amp;Watch a folder</source>
        <translation>监视文件夹(&amp;W)</translation>
    </message>
    <message>
        <source>No folder chosen</source>
        <translation>未选择文件夹</translation>
    </message>
    <message>
        <source>Folder to watch</source>
        <translation>要监视的文件夹</translation>
    </message>
    <message>
        <source>New video and sound files in it are opened, and their captions made.</source>
        <translation>其中新出现的视频和音频文件会自动打开并生成字幕。</translation>
    </message>
    <message>
        <source>&amp;Export captions as soon as they are finished</source>
        <translation>字幕完成后立即导出(&amp;E)</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Beside each file</source>
        <translation>与各文件同一位置</translation>
    </message>
    <message>
        <source>Folder for the captions</source>
        <translation>存放字幕的文件夹</translation>
    </message>
    <message>
        <source>My film</source>
        <translation>我的影片</translation>
    </message>
    <message>
        <source>Replace files of the same name</source>
        <translation>替换同名文件</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>And also</source>
        <translation>以及</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>文件名</translation>
    </message>
</context>
<context>
    <name>Breaches</name>
    <message>
        <source>{value} characters per second; {limit} at most</source>
        <translation>每秒 {value} 个字符；最多 {limit} 个</translation>
    </message>
    <message>
        <source>A line of {value} characters; {limit} at most</source>
        <translation>一行有 {value} 个字符；最多 {limit} 个</translation>
    </message>
    <message>
        <source>{value} lines; {limit} at most</source>
        <translation>{value} 行；最多 {limit} 行</translation>
    </message>
    <message>
        <source>The line ends inside a phrase</source>
        <translation>在短语中间换行</translation>
    </message>
    <message>
        <source>{value} s on screen; {limit} s at least</source>
        <translation>显示 {value} 秒；至少 {limit} 秒</translation>
    </message>
    <message>
        <source>{value} s on screen; {limit} s at most</source>
        <translation>显示 {value} 秒；最多 {limit} 秒</translation>
    </message>
    <message>
        <source>{value} s to the next cue; {limit} s at least</source>
        <translation>距下一条 {value} 秒；至少 {limit} 秒</translation>
    </message>
    <message>
        <source>A gap of {value} s flickers; close it to {limit} s</source>
        <translation>{value} 秒的间隔会闪烁；请缩短到 {limit} 秒</translation>
    </message>
    <message>
        <source>Overlaps the next cue by {value} s</source>
        <translation>与下一条重叠 {value} 秒</translation>
    </message>
    <message>
        <source>Reading speed</source>
        <translation>阅读速度</translation>
    </message>
    <message>
        <source>Line length</source>
        <translation>行长</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Line break</source>
        <translation>换行</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Gap</source>
        <translation>间隔</translation>
    </message>
    <message>
        <source>Overlap</source>
        <translation>重叠</translation>
    </message>
    <message>
        <source>Lost words</source>
        <translation>丢失的词</translation>
    </message>
</context>
<context>
    <name>CaptionLookDialog</name>
    <message>
        <source>Caption look</source>
        <translation>字幕外观</translation>
    </message>
    <message>
        <source>This is how captions look.
Each has two lines at most.</source>
        <translation>字幕看起来是这样的。
每条最多两行。</translation>
    </message>
    <message>
        <source>&amp;Own font</source>
        <translation>自选字体(&amp;O)</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>描边</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>底框</translation>
    </message>
    <message>
        <source>Shadow</source>
        <translation>阴影</translation>
    </message>
    <message>
        <source>Bottom</source>
        <translation>底部</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>顶部</translation>
    </message>
    <message>
        <source>Font</source>
        <translation>字体</translation>
    </message>
    <message>
        <source>&amp;Size</source>
        <translation>大小(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Colour</source>
        <translation>颜色(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Ground</source>
        <translation>背景(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Place</source>
        <translation>位置(&amp;P)</translation>
    </message>
    <message>
        <source>Distance to the &amp;edge</source>
        <translation>与边缘的距离(&amp;E)</translation>
    </message>
    <message>
        <source>Of the picture's height</source>
        <translation>占画面高度的比例</translation>
    </message>
    <message>
        <source>Colour of the letters</source>
        <translation>文字颜色</translation>
    </message>
</context>
<context>
    <name>CaptionText</name>
    <message>
        <source>Live captions</source>
        <translation>实时字幕</translation>
    </message>
</context>
<context>
    <name>ChoicesBar</name>
    <message>
        <source>&amp;Language spoken</source>
        <translation>语音语言(&amp;L)</translation>
    </message>
    <message>
        <source>The language of the speech</source>
        <translation>所说的语言</translation>
    </message>
    <message>
        <source>&amp;Write</source>
        <translation>输出(&amp;W)</translation>
    </message>
    <message>
        <source>Captions in the language spoken, or in English</source>
        <translation>以所说语言显示字幕，或译成英语</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>模型(&amp;M)</translation>
    </message>
    <message>
        <source>Larger models hear better and take longer</source>
        <translation>模型越大识别越准，耗时也越长</translation>
    </message>
    <message>
        <source>Caption &amp;style</source>
        <translation>字幕规范(&amp;S)</translation>
    </message>
    <message>
        <source>Line length, reading speed, timing</source>
        <translation>行长、阅读速度、时间</translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation>设备(&amp;D)</translation>
    </message>
    <message>
        <source>Where the model computes</source>
        <translation>模型在何处运算</translation>
    </message>
    <message>
        <source>A&amp;udio track</source>
        <translation>音轨(&amp;U)</translation>
    </message>
    <message>
        <source>The audio track to listen to</source>
        <translation>要倾听的音轨</translation>
    </message>
    <message>
        <source>{title} (download, {size})</source>
        <translation>{title}（需下载，{size}）</translation>
    </message>
    <message>
        <source>Detect automatically</source>
        <translation>自动检测</translation>
    </message>
    <message>
        <source>As spoken</source>
        <translation>原语言</translation>
    </message>
    <message>
        <source>In English (translate)</source>
        <translation>译成英语</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation>处理器 (CPU)</translation>
    </message>
    <message>
        <source>NVIDIA GPU (CUDA)</source>
        <translation>NVIDIA GPU (CUDA)</translation>
    </message>
    <message>
        <source>Apple GPU (MPS)</source>
        <translation>Apple GPU (MPS)</translation>
    </message>
    <message>
        <source>This model knows English alone</source>
        <translation>此模型只懂英语</translation>
    </message>
</context>
<context>
    <name>ClipPlayer</name>
    <message>
        <source>This example cannot be played here ({reason}).</source>
        <translation>此样本无法在此播放（{reason}）。</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Stop the transcription first, then remove the file.</source>
        <translation>请先停止转写，再移除文件。</translation>
    </message>
    <message>
        <source>Replace the captions of {name}?</source>
        <translation>替换 {name} 的字幕？</translation>
    </message>
    <message>
        <source>You have edited them. The edits will be lost.</source>
        <translation>您已编辑过这些字幕。所做的编辑将会丢失。</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>ALM Studio {version}

Subtitles from an audio language model, on your computer.
Apache-2.0</source>
        <translation>ALM Studio {version}

在您的电脑上，由音频语言模型生成字幕。
Apache-2.0</translation>
    </message>
    <message>
        <source>About ALM Studio</source>
        <translation>关于 ALM Studio</translation>
    </message>
</context>
<context>
    <name>CueEditor</name>
    <message>
        <source>Text of the cue</source>
        <translation>字幕条的文本</translation>
    </message>
    <message>
        <source>Return accepts, Shift+Return starts a new line, Escape gives up</source>
        <translation>Enter 确认，Shift+Enter 换行，Esc 放弃</translation>
    </message>
    <message>
        <source>{longest} a line · {speed} a second</source>
        <translation>每行 {longest} 字 · 每秒 {speed} 字</translation>
    </message>
    <message>
        <source>{longest} of {most} a line · {speed} of {fastest} a second</source>
        <translation>每行 {longest}/{most} 字 · 每秒 {speed}/{fastest} 字</translation>
    </message>
    <message>
        <source>Minutes, seconds and milliseconds: 01:02.500</source>
        <translation>分、秒和毫秒：01:02.500</translation>
    </message>
</context>
<context>
    <name>CueLane</name>
    <message>
        <source>Cues along time</source>
        <translation>沿时间排列的字幕条</translation>
    </message>
    <message>
        <source>Drag to make a cue.</source>
        <translation>拖动以新建字幕条。</translation>
    </message>
</context>
<context>
    <name>CueTableModel</name>
    <message>
        <source>Number of the cue</source>
        <translation>字幕条编号</translation>
    </message>
    <message>
        <source>In-time: when the cue appears; double-click to edit</source>
        <translation>入点：字幕条出现的时间；双击可编辑</translation>
    </message>
    <message>
        <source>Out-time: when the cue goes; double-click to edit</source>
        <translation>出点：字幕条消失的时间；双击可编辑</translation>
    </message>
    <message>
        <source>Seconds on screen; double-click to edit</source>
        <translation>显示的秒数；双击可编辑</translation>
    </message>
    <message>
        <source>Reading speed in characters per second</source>
        <translation>阅读速度，每秒字符数</translation>
    </message>
    <message>
        <source>Who speaks; double-click to edit</source>
        <translation>说话人；双击可编辑</translation>
    </message>
    <message>
        <source>What the viewer reads; double-click to edit</source>
        <translation>观众看到的文本；双击可编辑</translation>
    </message>
    <message>
        <source>In</source>
        <translation>入点</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>出点</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>CPS</source>
        <translation>字/秒</translation>
    </message>
    <message>
        <source>Speaker</source>
        <translation>说话人</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Note: {note}</source>
        <translation>备注：{note}</translation>
    </message>
</context>
<context>
    <name>CueTableView</name>
    <message>
        <source>Cues</source>
        <translation>字幕条</translation>
    </message>
</context>
<context>
    <name>CurvesView</name>
    <message>
        <source>Loss (nats per token)</source>
        <translation>损失（nat/词元）</translation>
    </message>
    <message>
        <source>Word error rate (%)</source>
        <translation>词错误率 (%)</translation>
    </message>
    <message>
        <source>each step</source>
        <translation>每一步</translation>
    </message>
    <message>
        <source>smoothed</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>held out</source>
        <translation>留出集</translation>
    </message>
    <message>
        <source>general</source>
        <translation>通用集</translation>
    </message>
    <message>
        <source>{loss:.2f} at step {step}</source>
        <translation>第 {step} 步为 {loss:.2f}</translation>
    </message>
    <message>
        <source>{rate:.1f} % at step {step}</source>
        <translation>第 {step} 步为 {rate:.1f} %</translation>
    </message>
</context>
<context>
    <name>DataBox</name>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
</context>
<context>
    <name>DataPage</name>
    <message>
        <source>Language of the data</source>
        <translation>数据的语言</translation>
    </message>
    <message>
        <source>Used where the data do not tell their language</source>
        <translation>用于未注明语言的数据</translation>
    </message>
    <message>
        <source>As the data say</source>
        <translation>以数据为准</translation>
    </message>
    <message>
        <source>&amp;Compare texts with what the model hears</source>
        <translation>将文本与模型听到的内容比较(&amp;C)</translation>
    </message>
    <message>
        <source>Leaves out examples whose text is far from what is said. Takes as long as transcribing them.</source>
        <translation>排除文本与语音相差甚远的样本。耗时与转写这些样本相同。</translation>
    </message>
    <message>
        <source>Check of the data</source>
        <translation>数据检查</translation>
    </message>
    <message>
        <source>Stop the check</source>
        <translation>停止检查</translation>
    </message>
    <message>
        <source>Which examples are shown</source>
        <translation>显示哪些样本</translation>
    </message>
    <message>
        <source>&amp;Listen</source>
        <translation>试听(&amp;L)</translation>
    </message>
    <message>
        <source>Play the selected example (double click)</source>
        <translation>播放所选样本（双击）</translation>
    </message>
    <message>
        <source>Lan&amp;guage</source>
        <translation>语言(&amp;G)</translation>
    </message>
    <message>
        <source>{count} examples, {length} of speech</source>
        <translation>{count} 个样本，{length} 语音</translation>
    </message>
    <message>
        <source>There is nothing to learn from here.</source>
        <translation>这里没有可供学习的内容。</translation>
    </message>
    <message>
        <source>{count} left out</source>
        <translation>排除了 {count} 个</translation>
    </message>
    <message>
        <source>To learn from ({count})</source>
        <translation>用于学习（{count}）</translation>
    </message>
    <message>
        <source>Left out ({count})</source>
        <translation>已排除（{count}）</translation>
    </message>
    <message>
        <source>Learn from the corrected captions of {name}</source>
        <translation>从 {name} 的校正字幕中学习</translation>
    </message>
    <message>
        <source>Stop &amp;listening</source>
        <translation>停止试听(&amp;L)</translation>
    </message>
    <message>
        <source>Folder to learn from</source>
        <translation>用于学习的文件夹</translation>
    </message>
    <message>
        <source>Files to learn from</source>
        <translation>用于学习的文件</translation>
    </message>
    <message>
        <source>Lists and subtitles ({patterns})</source>
        <translation>清单和字幕 ({patterns})</translation>
    </message>
    <message>
        <source>All files ({patterns})</source>
        <translation>所有文件 ({patterns})</translation>
    </message>
</context>
<context>
    <name>DownloadView</name>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Cancel the download; what has arrived is kept</source>
        <translation>取消下载；已下载的部分会保留</translation>
    </message>
    <message>
        <source>Cancel the download</source>
        <translation>取消下载</translation>
    </message>
    <message>
        <source>Downloading {name}</source>
        <translation>正在下载 {name}</translation>
    </message>
    <message>
        <source>Stopping the download</source>
        <translation>正在停止下载</translation>
    </message>
</context>
<context>
    <name>DropArea</name>
    <message>
        <source>Drop video or sound files here</source>
        <translation>将视频或音频文件拖放到这里</translation>
    </message>
    <message>
        <source>The captions are made on this computer; nothing is sent anywhere.</source>
        <translation>字幕在这台电脑上生成；不会发送任何内容。</translation>
    </message>
</context>
<context>
    <name>DropOverlay</name>
    <message>
        <source>Drop to add to the queue</source>
        <translation>松开即可加入队列</translation>
    </message>
</context>
<context>
    <name>EditingController</name>
    <message>
        <source>Only cues that stand side by side can be merged.</source>
        <translation>只有相邻的字幕条才能合并。</translation>
    </message>
    <message>
        <source>There is no cue before this one.</source>
        <translation>此条之前没有字幕条。</translation>
    </message>
    <message>
        <source>Speaker</source>
        <translation>说话人</translation>
    </message>
    <message>
        <source>Who speaks? Leave it empty for nobody.</source>
        <translation>谁在说话？留空表示无人。</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>For those who work on the captions; no viewer reads it.</source>
        <translation>供制作字幕的人参考；观众看不到。</translation>
    </message>
</context>
<context>
    <name>Edits</name>
    <message>
        <source>Accept silence</source>
        <translation>接受静音</translation>
    </message>
    <message>
        <source>Accept text</source>
        <translation>接受文本</translation>
    </message>
    <message>
        <source>Align text</source>
        <translation>对齐文本</translation>
    </message>
    <message>
        <source>Change times</source>
        <translation>更改时间</translation>
    </message>
    <message>
        <source>Delete cue</source>
        <translation>删除字幕条</translation>
    </message>
    <message>
        <source>Delete cues</source>
        <translation>删除字幕条</translation>
    </message>
    <message>
        <source>Duplicate cue</source>
        <translation>复制字幕条</translation>
    </message>
    <message>
        <source>Duplicate cues</source>
        <translation>复制字幕条</translation>
    </message>
    <message>
        <source>Edit note</source>
        <translation>编辑备注</translation>
    </message>
    <message>
        <source>Edit text</source>
        <translation>编辑文本</translation>
    </message>
    <message>
        <source>Fix all</source>
        <translation>全部修正</translation>
    </message>
    <message>
        <source>Fix cue</source>
        <translation>修正字幕条</translation>
    </message>
    <message>
        <source>Fix cues</source>
        <translation>修正字幕条</translation>
    </message>
    <message>
        <source>Insert cue</source>
        <translation>插入字幕条</translation>
    </message>
    <message>
        <source>Lay out anew</source>
        <translation>重新排版</translation>
    </message>
    <message>
        <source>Merge cues</source>
        <translation>合并字幕条</translation>
    </message>
    <message>
        <source>Move word</source>
        <translation>移动词</translation>
    </message>
    <message>
        <source>Move words</source>
        <translation>移动词</translation>
    </message>
    <message>
        <source>Move word boundary</source>
        <translation>移动词的边界</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Replace all</source>
        <translation>全部替换</translation>
    </message>
    <message>
        <source>Replace cues</source>
        <translation>替换字幕条</translation>
    </message>
    <message>
        <source>Restore words</source>
        <translation>恢复词语</translation>
    </message>
    <message>
        <source>Set in-time</source>
        <translation>设置入点</translation>
    </message>
    <message>
        <source>Set note</source>
        <translation>设置备注</translation>
    </message>
    <message>
        <source>Set out-time</source>
        <translation>设置出点</translation>
    </message>
    <message>
        <source>Set speaker</source>
        <translation>设置说话人</translation>
    </message>
    <message>
        <source>Shift cues</source>
        <translation>平移字幕条</translation>
    </message>
    <message>
        <source>Sort by time</source>
        <translation>按时间排序</translation>
    </message>
    <message>
        <source>Split cue</source>
        <translation>拆分字幕条</translation>
    </message>
    <message>
        <source>Stretch cues</source>
        <translation>缩放字幕条时间</translation>
    </message>
</context>
<context>
    <name>ExampleTableModel</name>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Left out because</source>
        <translation>排除原因</translation>
    </message>
    <message>
        <source>{seconds:.1f} s</source>
        <translation>{seconds:.1f} 秒</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>WebVTT with word times</source>
        <translation>带词时间的 WebVTT</translation>
    </message>
    <message>
        <source>SubStation karaoke</source>
        <translation>SubStation 卡拉 OK</translation>
    </message>
    <message>
        <source>Plain text</source>
        <translation>纯文本</translation>
    </message>
    <message>
        <source>Word document</source>
        <translation>Word 文档</translation>
    </message>
    <message>
        <source>Comma-separated table</source>
        <translation>逗号分隔表格</translation>
    </message>
    <message>
        <source>Tab-separated table</source>
        <translation>制表符分隔表格</translation>
    </message>
    <message>
        <source>JSON with word times</source>
        <translation>带词时间的 JSON</translation>
    </message>
    <message>
        <source>Export captions</source>
        <translation>导出字幕</translation>
    </message>
</context>
<context>
    <name>ExportAllDialog</name>
    <message>
        <source>Export all captions</source>
        <translation>导出全部字幕</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Beside each file</source>
        <translation>与各文件同一位置</translation>
    </message>
    <message>
        <source>In one folder</source>
        <translation>在一个文件夹中</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose the folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>Replace files of the same name</source>
        <translation>替换同名文件</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>文件名</translation>
    </message>
    <message>
        <source>Captions of {count} files</source>
        <translation>{count} 个文件的字幕</translation>
    </message>
    <message>
        <source>Folder for the captions</source>
        <translation>存放字幕的文件夹</translation>
    </message>
</context>
<context>
    <name>ExportController</name>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Exported {name}.</source>
        <translation>已导出 {name}。</translation>
    </message>
</context>
<context>
    <name>FilmController</name>
    <message>
        <source>Open a video and make or import captions first.</source>
        <translation>请先打开视频，并生成或导入字幕。</translation>
    </message>
    <message>
        <source>Writing {name}…</source>
        <translation>正在写入 {name}…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Export film</source>
        <translation>导出影片</translation>
    </message>
    <message>
        <source>Exported {name}.</source>
        <translation>已导出 {name}。</translation>
    </message>
    <message>
        <source>The new file cannot hold: {what}.</source>
        <translation>新文件无法容纳：{what}。</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
</context>
<context>
    <name>FilmDialog</name>
    <message>
        <source>Export film</source>
        <translation>导出影片</translation>
    </message>
    <message>
        <source>&amp;Subtitles that can be switched off</source>
        <translation>可关闭的字幕轨(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Drawn into the picture</source>
        <translation>画入画面(&amp;D)</translation>
    </message>
    <message>
        <source>A copy of {name} with its captions</source>
        <translation>{name} 的带字幕副本</translation>
    </message>
    <message>
        <source>Quick: picture and sound are copied as they are. For players on a computer.</source>
        <translation>快速：画面和声音原样复制。适合在电脑的播放器上观看。</translation>
    </message>
    <message>
        <source>Slow: the picture is encoded again. Everybody sees them, everywhere.</source>
        <translation>较慢：画面会重新编码。任何人在任何地方都能看到字幕。</translation>
    </message>
    <message>
        <source>Choose the file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Matroska (*.mkv)</source>
        <translation>Matroska (*.mkv)</translation>
    </message>
    <message>
        <source>MP4 (*.mp4)</source>
        <translation>MP4 (*.mp4)</translation>
    </message>
</context>
<context>
    <name>FindDialog</name>
    <message>
        <source>Find and replace</source>
        <translation>查找和替换</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Replace with</source>
        <translation>替换为</translation>
    </message>
    <message>
        <source>Regular e&amp;xpression</source>
        <translation>正则表达式(&amp;X)</translation>
    </message>
    <message>
        <source>\1 in the replacement is what the first brackets found</source>
        <translation>替换文本中的 \1 表示第一个括号匹配的内容</translation>
    </message>
    <message>
        <source>Match &amp;case</source>
        <translation>区分大小写(&amp;C)</translation>
    </message>
    <message>
        <source>Whole &amp;words</source>
        <translation>全字匹配(&amp;W)</translation>
    </message>
    <message>
        <source>Places found</source>
        <translation>找到的位置</translation>
    </message>
    <message>
        <source>&amp;Replace</source>
        <translation>替换(&amp;R)</translation>
    </message>
    <message>
        <source>Replace &amp;all</source>
        <translation>全部替换(&amp;A)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>查找(&amp;F)</translation>
    </message>
    <message>
        <source>Re&amp;place with</source>
        <translation>替换为(&amp;P)</translation>
    </message>
    <message numerus="yes">
        <source>%n place(s)</source>
        <translation>
            <numerusform>%n 处</numerusform>
        </translation>
    </message>
    <message>
        <source>{found}; the first {shown} are shown</source>
        <translation>{found}；显示前 {shown} 处</translation>
    </message>
</context>
<context>
    <name>FineTuneDialog</name>
    <message>
        <source>Fine-tune a model</source>
        <translation>微调模型</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>上一步(&amp;B)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>下一处(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Start learning</source>
        <translation>开始学习(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>继续(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;New training</source>
        <translation>新的训练(&amp;N)</translation>
    </message>
    <message>
        <source>Another training runs</source>
        <translation>另一个训练正在进行</translation>
    </message>
    <message>
        <source>Reading the data</source>
        <translation>正在读取数据</translation>
    </message>
    <message>
        <source>Listening to the examples</source>
        <translation>正在听取样本</translation>
    </message>
    <message>
        <source>Comparing the texts with what the model hears</source>
        <translation>正在将文本与模型听到的内容比较</translation>
    </message>
    <message>
        <source>{number} files</source>
        <translation>{number} 个文件</translation>
    </message>
    <message>
        <source>Correct the captions of an open file first, then learn from them</source>
        <translation>请先校正已打开文件的字幕，再从中学习</translation>
    </message>
    <message>
        <source>Estimating time and memory…</source>
        <translation>正在估算时间和内存…</translation>
    </message>
    <message>
        <source>the processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>About {time} and {memory} of memory on {device}</source>
        <translation>约需 {time}，在{device}上占用 {memory} 内存</translation>
    </message>
    <message>
        <source>Only {memory} are free. Choose small adapters, or a smaller model.</source>
        <translation>仅剩 {memory} 可用。请选择小型适配器，或更小的模型。</translation>
    </message>
    <message>
        <source>It will know no other words than those of your data.</source>
        <translation>它只会认识您数据中的词。</translation>
    </message>
    <message>
        <source>Small adapters will learn: the best choice for less than some hours of speech.</source>
        <translation>将训练小型适配器：语音不足数小时时的最佳选择。</translation>
    </message>
    <message>
        <source>All weights will learn: there is speech enough.</source>
        <translation>将训练全部权重：语音足够多。</translation>
    </message>
    <message>
        <source>Waiting until the captions are written</source>
        <translation>等待字幕生成完毕</translation>
    </message>
    <message>
        <source>Preparing {name}</source>
        <translation>正在准备 {name}</translation>
    </message>
    <message>
        <source>Paused while captions are written</source>
        <translation>生成字幕期间暂停</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Stopping; the best model is kept</source>
        <translation>正在停止；会保留最好的模型</translation>
    </message>
    <message>
        <source>The training stopped</source>
        <translation>训练已停止</translation>
    </message>
    <message>
        <source>Measuring the model before it learns</source>
        <translation>正在测量学习前的模型</translation>
    </message>
    <message>
        <source>{name} is learning</source>
        <translation>{name} 正在学习</translation>
    </message>
</context>
<context>
    <name>FineTuning</name>
    <message>
        <source>Captions are written with {name} from now on.</source>
        <translation>从现在起用 {name} 生成字幕。</translation>
    </message>
    <message>
        <source>{number} files</source>
        <translation>{number} 个文件</translation>
    </message>
    <message>
        <source>A model is learning on this device. The captions of {name} wait for it.</source>
        <translation>有模型正在此设备上学习。{name} 的字幕在等待它。</translation>
    </message>
    <message>
        <source>Pause the training meanwhile</source>
        <translation>期间暂停训练</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>the processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>the GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>A model is learning on the other device, so these captions are written on {device}.</source>
        <translation>有模型正在另一设备上学习，因此这些字幕在{device}上生成。</translation>
    </message>
    <message>
        <source>{name} has finished learning.</source>
        <translation>{name} 已完成学习。</translation>
    </message>
    <message>
        <source>Show the result</source>
        <translation>显示结果</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>以后</translation>
    </message>
    <message>
        <source>Training waits for the captions</source>
        <translation>训练在等待字幕</translation>
    </message>
    <message>
        <source>Preparing the training</source>
        <translation>正在准备训练</translation>
    </message>
    <message>
        <source>Training paused</source>
        <translation>训练已暂停</translation>
    </message>
    <message>
        <source>Stopping the training</source>
        <translation>正在停止训练</translation>
    </message>
    <message>
        <source>Training {percent:.0f} %</source>
        <translation>训练 {percent:.0f} %</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
</context>
<context>
    <name>FolderField</name>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
</context>
<context>
    <name>HeadGrid</name>
    <message>
        <source>Heads</source>
        <translation>注意力头</translation>
    </message>
    <message>
        <source>Layer {0}, head {1}</source>
        <translation>第 {0} 层，第 {1} 头</translation>
    </message>
    <message>
        <source>Follows the sound: word times come from it</source>
        <translation>跟随声音：词的时间由它得出</translation>
    </message>
</context>
<context>
    <name>Heatmap</name>
    <message>
        <source>Attention of each token over time</source>
        <translation>各词元随时间的注意力</translation>
    </message>
    <message>
        <source>Token “{token}”   ·   {seconds:.2f} s   ·   weight {weight:.3f}   ·   probability {share:.0%}</source>
        <translation>词元“{token}”   ·   {seconds:.2f} 秒   ·   权重 {weight:.3f}   ·   概率 {share:.0%}</translation>
    </message>
</context>
<context>
    <name>ImportCaptions</name>
    <message>
        <source>Captions</source>
        <translation>字幕</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>Import captions</source>
        <translation>导入字幕</translation>
    </message>
</context>
<context>
    <name>ImportController</name>
    <message>
        <source>Open the video or the sound first that these captions belong to.</source>
        <translation>请先打开这些字幕所属的视频或音频。</translation>
    </message>
    <message>
        <source>Stop the transcription first, then import the captions.</source>
        <translation>请先停止转写，再导入字幕。</translation>
    </message>
    <message>
        <source>Import captions</source>
        <translation>导入字幕</translation>
    </message>
    <message numerus="yes">
        <source>%n cue(s) imported from {name}.</source>
        <translation>
            <numerusform>已从 {name} 导入 %n 条字幕。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them begin(s) after the end of the medium.</source>
        <translation>
            <numerusform>其中 %n 条在媒体结束之后才开始。</numerusform>
        </translation>
    </message>
    <message>
        <source>The file was mended.</source>
        <translation>该文件已被修正。</translation>
    </message>
    <message>
        <source>What was mended</source>
        <translation>查看修正内容</translation>
    </message>
</context>
<context>
    <name>InspectionController</name>
    <message>
        <source>Choose a cue, and see where in the sound the model listened for each of its words.</source>
        <translation>选择一条字幕，即可看到模型为其中每个词倾听了声音的哪一处。</translation>
    </message>
    <message>
        <source>The training has the device. Attention can be shown when it is over.</source>
        <translation>设备正用于训练。训练结束后可显示注意力。</translation>
    </message>
    <message>
        <source>The model writes captions. It looks here as soon as it has a moment.</source>
        <translation>模型正在生成字幕。一有空闲就会查看这里。</translation>
    </message>
    <message>
        <source>Listening…</source>
        <translation>正在倾听…</translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation>图片 (*.png)</translation>
    </message>
    <message>
        <source>Drawing (*.svg)</source>
        <translation>矢量图 (*.svg)</translation>
    </message>
    <message>
        <source>Numbers (*.npz)</source>
        <translation>数值 (*.npz)</translation>
    </message>
    <message>
        <source>Export attention</source>
        <translation>导出注意力</translation>
    </message>
    <message>
        <source>Attention was written to {name}.</source>
        <translation>注意力已写入 {name}。</translation>
    </message>
</context>
<context>
    <name>InspectorDock</name>
    <message>
        <source>Attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>Choose a cue, and see where in the sound the model listened for each of its words.</source>
        <translation>选择一条字幕，即可看到模型为其中每个词倾听了声音的哪一处。</translation>
    </message>
    <message>
        <source>The layer to look at</source>
        <translation>要查看的层</translation>
    </message>
    <message>
        <source>The head of that layer</source>
        <translation>该层的注意力头</translation>
    </message>
    <message>
        <source>What stands above the heatmap</source>
        <translation>热图上方显示的内容</translation>
    </message>
    <message>
        <source>Log-mel</source>
        <translation>对数梅尔谱</translation>
    </message>
    <message>
        <source>Waveform</source>
        <translation>波形</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>The way of the text through the sound</source>
        <translation>文本在声音中经过的路径</translation>
    </message>
    <message>
        <source>Word boundaries</source>
        <translation>词边界</translation>
    </message>
    <message>
        <source>Where words begin and end</source>
        <translation>词的开始和结束位置</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Write this picture (PNG, SVG) or its numbers (NPZ) to a file</source>
        <translation>将此图（PNG、SVG）或其数值（NPZ）写入文件</translation>
    </message>
    <message>
        <source>{model}, {count} tokens</source>
        <translation>{model}，{count} 个词元</translation>
    </message>
    <message>
        <source>Mean of the heads that follow the sound</source>
        <translation>跟随声音的各头平均</translation>
    </message>
    <message>
        <source>Layer {0}</source>
        <translation>第 {0} 层</translation>
    </message>
    <message>
        <source>Mean of its heads</source>
        <translation>该层各头平均</translation>
    </message>
    <message>
        <source>Head {0}</source>
        <translation>第 {0} 头</translation>
    </message>
    <message>
        <source>Click to play from there. The wheel zooms, dragging moves along.</source>
        <translation>单击从此处播放。滚轮缩放，拖动平移。</translation>
    </message>
</context>
<context>
    <name>LevelMeter</name>
    <message>
        <source>Level of the sound</source>
        <translation>音量</translation>
    </message>
    <message>
        <source>How loud the sound is that arrives</source>
        <translation>传入声音的大小</translation>
    </message>
</context>
<context>
    <name>LibraryController</name>
    <message>
        <source>It is open. Take it out of the queue first.</source>
        <translation>它已打开。请先将其移出队列。</translation>
    </message>
    <message>
        <source>Its captions are saved nowhere else: they are deleted, and cannot be brought back.</source>
        <translation>它的字幕没有保存在其他地方：将被删除，且无法恢复。</translation>
    </message>
    <message>
        <source>The file stays where it is: {path}</source>
        <translation>文件留在原处：{path}</translation>
    </message>
    <message>
        <source>Remove {name} from the library?</source>
        <translation>从资料库中移除 {name}？</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>LibraryDialog</name>
    <message>
        <source>Library</source>
        <translation>资料库</translation>
    </message>
    <message>
        <source>Search everything that was ever said</source>
        <translation>搜索所有说过的内容</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>打开(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Remove…</source>
        <translation>移除(&amp;R)…</translation>
    </message>
    <message>
        <source>Take this project out of the library</source>
        <translation>将此项目移出资料库</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>{places} in {projects}</source>
        <translation>{projects}中的{places}</translation>
    </message>
    <message numerus="yes">
        <source>%n place(s)</source>
        <translation>
            <numerusform>%n 处</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n project(s)</source>
        <translation>
            <numerusform>%n 个项目</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody has said this so far.</source>
        <translation>至今还没有人说过这些话。</translation>
    </message>
    <message>
        <source>Every medium that you caption is kept here.</source>
        <translation>您加过字幕的每个媒体都保存在这里。</translation>
    </message>
</context>
<context>
    <name>LibraryList</name>
    <message>
        <source>Projects and places</source>
        <translation>项目和位置</translation>
    </message>
    <message>
        <source>No longer there</source>
        <translation>已不在原处</translation>
    </message>
</context>
<context>
    <name>LiveController</name>
    <message>
        <source>Mark</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Opening the sound input</source>
        <translation>正在打开音频输入</translation>
    </message>
    <message>
        <source>The model is being loaded. What you say is recorded already.</source>
        <translation>正在加载模型。您说的话已经在录音。</translation>
    </message>
    <message>
        <source>The model finishes a stretch of a file first. What you say is recorded already.</source>
        <translation>模型会先完成文件的一段。您说的话已经在录音。</translation>
    </message>
    <message>
        <source>The captions of files are written when the live captions are over.</source>
        <translation>实时字幕结束后再生成文件的字幕。</translation>
    </message>
    <message>
        <source>The training pauses until the live captions are over.</source>
        <translation>训练会暂停到实时字幕结束。</translation>
    </message>
</context>
<context>
    <name>LiveInputs</name>
    <message>
        <source>{name} – what the computer plays</source>
        <translation>{name} – 电脑播放的声音</translation>
    </message>
</context>
<context>
    <name>LiveMenu</name>
    <message>
        <source>Sound &amp;input</source>
        <translation>音频输入(&amp;I)</translation>
    </message>
    <message>
        <source>This counts from the next start.</source>
        <translation>下次启动时生效。</translation>
    </message>
    <message>
        <source>Detect automatically</source>
        <translation>自动检测</translation>
    </message>
    <message>
        <source>&amp;Language spoken</source>
        <translation>语音语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Translate into English</source>
        <translation>译成英语(&amp;T)</translation>
    </message>
    <message>
        <source>Write to a text &amp;file…</source>
        <translation>写入文本文件(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;Web page for OBS</source>
        <translation>供 OBS 使用的网页(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Copy the address of the page</source>
        <translation>复制网页地址(&amp;C)</translation>
    </message>
    <message>
        <source>La&amp;rger text</source>
        <translation>放大文字(&amp;R)</translation>
    </message>
    <message>
        <source>S&amp;maller text</source>
        <translation>缩小文字(&amp;M)</translation>
    </message>
    <message>
        <source>To the f&amp;oot of the screen</source>
        <translation>移到屏幕底部(&amp;O)</translation>
    </message>
    <message>
        <source>The system's default</source>
        <translation>系统默认</translation>
    </message>
</context>
<context>
    <name>LiveNotices</name>
    <message>
        <source>{subject} no longer delivers sound. Plug it in again: listening goes on by itself.</source>
        <translation>{subject} 不再传来声音。请重新插好：会自动继续倾听。</translation>
    </message>
    <message>
        <source>Listening to {subject} again.</source>
        <translation>重新开始倾听 {subject}。</translation>
    </message>
    <message>
        <source>This computer is slower than the speech: captions come later, and nothing is lost. A smaller model is faster.</source>
        <translation>这台电脑跟不上语速：字幕会晚一些，但不会丢失内容。用更小的模型会更快。</translation>
    </message>
</context>
<context>
    <name>LiveOverlay</name>
    <message>
        <source>Live captions</source>
        <translation>实时字幕</translation>
    </message>
</context>
<context>
    <name>LivePresenter</name>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>This is how captions look. What has been said stays as it is,</source>
        <translation>字幕看起来是这样的。已经说过的内容保持不变，</translation>
    </message>
    <message>
        <source>and this is still being heard.</source>
        <translation>而这部分仍在倾听。</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>正在录音</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Finishing</source>
        <translation>正在收尾</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Marked at {time}.</source>
        <translation>已标记 {time}。</translation>
    </message>
    <message>
        <source>Listening. Speak, and the text appears here.</source>
        <translation>正在倾听。请说话，文本会显示在这里。</translation>
    </message>
    <message>
        <source>The model is being downloaded: {progress}</source>
        <translation>正在下载模型：{progress}</translation>
    </message>
    <message>
        <source>The mouse now goes through this window. {keys} in the main window ends that.</source>
        <translation>鼠标现在会穿透此窗口。在主窗口中按 {keys} 可结束穿透。</translation>
    </message>
    <message>
        <source>Start &amp;live captions</source>
        <translation>开始实时字幕(&amp;L)</translation>
    </message>
    <message>
        <source>Stop &amp;live captions</source>
        <translation>停止实时字幕(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Go on listening</source>
        <translation>继续倾听(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
</context>
<context>
    <name>LiveResults</name>
    <message>
        <source>{names} and {number} more</source>
        <translation>{names} 以及另外 {number} 个</translation>
    </message>
    <message>
        <source>There are live recordings that you have not seen yet: {names}.</source>
        <translation>有您还没看过的实时录音：{names}。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Delete the live recordings?</source>
        <translation>删除实时录音？</translation>
    </message>
    <message>
        <source>Sound and captions of {names} cannot be brought back.</source>
        <translation>{names} 的声音和字幕将无法恢复。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>The recording is here, without captions. Shall the model listen to it again?</source>
        <translation>录音在这里，但没有字幕。要让模型重新听一遍吗？</translation>
    </message>
    <message>
        <source>Write captions</source>
        <translation>生成字幕</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>保持原样</translation>
    </message>
    <message>
        <source>The recording is here with its captions. With more time the model hears better: write again?</source>
        <translation>这里是录音及其字幕。多花些时间，模型能听得更准：要重新生成吗？</translation>
    </message>
    <message>
        <source>Write again</source>
        <translation>重新生成</translation>
    </message>
    <message>
        <source>Keep these</source>
        <translation>保留现有的</translation>
    </message>
    <message>
        <source>Write captions again</source>
        <translation>重新生成字幕</translation>
    </message>
    <message>
        <source>The captions are written again. Undo brings the live ones back.</source>
        <translation>字幕已重新生成。撤销可恢复实时字幕。</translation>
    </message>
</context>
<context>
    <name>LiveSettingsDialog</name>
    <message>
        <source>Live captions</source>
        <translation>实时字幕</translation>
    </message>
    <message>
        <source>&amp;Speech</source>
        <translation>语音(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Look</source>
        <translation>外观(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Outputs</source>
        <translation>输出(&amp;O)</translation>
    </message>
    <message>
        <source>The system's default</source>
        <translation>系统默认</translation>
    </message>
    <message>
        <source>{name} (not connected)</source>
        <translation>{name}（未连接）</translation>
    </message>
    <message>
        <source>Sound input</source>
        <translation>音频输入</translation>
    </message>
    <message>
        <source>What is listened to</source>
        <translation>倾听的来源</translation>
    </message>
    <message>
        <source>No microphone was found. Connect one; it appears here.</source>
        <translation>未找到麦克风。请接上一个；它会出现在这里。</translation>
    </message>
    <message>
        <source>Detect automatically</source>
        <translation>自动检测</translation>
    </message>
    <message>
        <source>Language spoken</source>
        <translation>所说语言</translation>
    </message>
    <message>
        <source>The language of the speech</source>
        <translation>所说的语言</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Captions in the language spoken, or in English</source>
        <translation>以所说语言显示字幕，或译成英语</translation>
    </message>
    <message>
        <source>As spoken</source>
        <translation>原语言</translation>
    </message>
    <message>
        <source>In English (translate)</source>
        <translation>译成英语</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Smaller models follow faster</source>
        <translation>模型越小，跟得越快</translation>
    </message>
    <message>
        <source>The same as for files</source>
        <translation>与文件相同</translation>
    </message>
    <message>
        <source>Sound &amp;input</source>
        <translation>音频输入(&amp;I)</translation>
    </message>
    <message>
        <source>La&amp;nguage spoken</source>
        <translation>所说语言(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Write</source>
        <translation>输出(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>模型(&amp;M)</translation>
    </message>
    <message>
        <source>Font</source>
        <translation>字体</translation>
    </message>
    <message>
        <source> pt</source>
        <translation> 磅</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Of text and ground</source>
        <translation>文字和背景的颜色</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light on dark</source>
        <translation>深底浅字</translation>
    </message>
    <message>
        <source>Dark on light</source>
        <translation>浅底深字</translation>
    </message>
    <message>
        <source>My own</source>
        <translation>自定义</translation>
    </message>
    <message>
        <source>Opacity of the ground</source>
        <translation>背景不透明度</translation>
    </message>
    <message>
        <source>Let the mouse reach what lies &amp;under the captions</source>
        <translation>让鼠标可操作字幕下方的内容(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Font</source>
        <translation>字体(&amp;F)</translation>
    </message>
    <message>
        <source>Si&amp;ze</source>
        <translation>大小(&amp;Z)</translation>
    </message>
    <message>
        <source>Li&amp;nes</source>
        <translation>行数(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation>颜色(&amp;C)</translation>
    </message>
    <message>
        <source>O&amp;pacity</source>
        <translation>不透明度(&amp;P)</translation>
    </message>
    <message>
        <source>Text…</source>
        <translation>文字…</translation>
    </message>
    <message>
        <source>Ground…</source>
        <translation>背景…</translation>
    </message>
    <message>
        <source>Write to a &amp;text file…</source>
        <translation>写入文本文件(&amp;T)…</translation>
    </message>
    <message>
        <source>Serve a &amp;web page, for OBS and the like</source>
        <translation>提供网页，供 OBS 等使用(&amp;W)</translation>
    </message>
    <message>
        <source>Address of the page</source>
        <translation>网页地址</translation>
    </message>
    <message>
        <source>The address appears here</source>
        <translation>地址会显示在这里</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the address; in OBS, add it as a browser source</source>
        <translation>复制地址；在 OBS 中添加为浏览器来源</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Other computers of the &amp;network may see it</source>
        <translation>允许网络上的其他电脑查看(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>地址(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Port</source>
        <translation>端口(&amp;P)</translation>
    </message>
    <message>
        <source>Only who knows the whole address can see the page.</source>
        <translation>只有知道完整地址的人才能看到该网页。</translation>
    </message>
</context>
<context>
    <name>LiveStrip</name>
    <message>
        <source>From the end of a word to its text</source>
        <translation>从词说完到文本出现的时间</translation>
    </message>
    <message>
        <source>The model that listens</source>
        <translation>负责倾听的模型</translation>
    </message>
    <message>
        <source>Input, language, look and outputs</source>
        <translation>输入、语言、外观和输出</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>{seconds} s behind</source>
        <translation>延迟 {seconds} 秒</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
</context>
<context>
    <name>LiveText</name>
    <message>
        <source>Write live captions to</source>
        <translation>将实时字幕写入</translation>
    </message>
    <message>
        <source>Text files (*.txt)</source>
        <translation>文本文件 (*.txt)</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Choices</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>播放(&amp;P)</translation>
    </message>
    <message>
        <source>Stop the live captions and close?</source>
        <translation>停止实时字幕并关闭？</translation>
    </message>
    <message>
        <source>The recording and its captions are offered at the next start.</source>
        <translation>录音及其字幕会在下次启动时提供。</translation>
    </message>
    <message>
        <source>Stop the transcription and close?</source>
        <translation>停止转写并关闭？</translation>
    </message>
    <message>
        <source>The captions written so far are kept for the next start.</source>
        <translation>已生成的字幕会保留到下次启动。</translation>
    </message>
    <message>
        <source>Stop the training and close?</source>
        <translation>停止训练并关闭？</translation>
    </message>
    <message>
        <source>The training is saved, and can be gone on with at the next start.</source>
        <translation>训练已保存，下次启动时可以继续。</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>停止并关闭</translation>
    </message>
</context>
<context>
    <name>MediaController</name>
    <message>
        <source>This is a folder. Open the video or sound files in it.</source>
        <translation>这是一个文件夹。请打开其中的视频或音频文件。</translation>
    </message>
    <message>
        <source>This is a subtitle file. Open the video or the sound that it belongs to.</source>
        <translation>这是一个字幕文件。请打开它所属的视频或音频。</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Close this message (Escape)</source>
        <translation>关闭此消息 (Esc)</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>MethodPage</name>
    <message>
        <source>Model to start from</source>
        <translation>起始模型</translation>
    </message>
    <message>
        <source>The model that learns on</source>
        <translation>以哪个模型为基础继续学习</translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation>编码器</translation>
    </message>
    <message>
        <source>What hears</source>
        <translation>负责倾听的部分</translation>
    </message>
    <message>
        <source>Decoder</source>
        <translation>解码器</translation>
    </message>
    <message>
        <source>What writes</source>
        <translation>负责书写的部分</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>How the writing part looks at the sound</source>
        <translation>书写部分如何关注声音</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>What the text is made of</source>
        <translation>文本的组成单位</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Where it computes</source>
        <translation>在何处运算</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation>处理器 (CPU)</translation>
    </message>
    <message>
        <source>NVIDIA GPU (CUDA)</source>
        <translation>NVIDIA GPU (CUDA)</translation>
    </message>
    <message>
        <source>Apple GPU (MPS)</source>
        <translation>Apple GPU (MPS)</translation>
    </message>
    <message>
        <source>Times through the data</source>
        <translation>数据遍数</translation>
    </message>
    <message>
        <source>It stops earlier by itself when it no longer becomes better</source>
        <translation>不再变好时会自行提前停止</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source> min</source>
        <translation> 分钟</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>时间限制</translation>
    </message>
    <message>
        <source>It stops after so long and keeps the best model</source>
        <translation>到时停止，并保留最好的模型</translation>
    </message>
    <message>
        <source>Name of the new model</source>
        <translation>新模型的名称</translation>
    </message>
    <message>
        <source>Under this name it stands in the list of models</source>
        <translation>在模型列表中以此名称出现</translation>
    </message>
    <message>
        <source>Measure with</source>
        <translation>测量用数据</translation>
    </message>
    <message>
        <source>What it does not learn from, but is tested with</source>
        <translation>不用于学习，只用于测试</translation>
    </message>
    <message>
        <source>A tenth of the data</source>
        <translation>数据的十分之一</translation>
    </message>
    <message>
        <source>Watch for forgetting</source>
        <translation>留意遗忘</translation>
    </message>
    <message>
        <source>Other speech, with which it is tested too: so you see whether it forgets</source>
        <translation>同时用来测试的其他语音：可看出它是否遗忘</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>&amp;Start from</source>
        <translation>起始模型(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Encoder</source>
        <translation>编码器(&amp;E)</translation>
    </message>
    <message>
        <source>De&amp;coder</source>
        <translation>解码器(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Attention</source>
        <translation>注意力(&amp;A)</translation>
    </message>
    <message>
        <source>To&amp;kens</source>
        <translation>词元(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Name of the new model</source>
        <translation>新模型的名称(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Times through the data</source>
        <translation>数据遍数(&amp;T)</translation>
    </message>
    <message>
        <source>Time &amp;limit</source>
        <translation>时间限制(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Measure with</source>
        <translation>测量用数据(&amp;M)</translation>
    </message>
    <message>
        <source>Watch for &amp;forgetting</source>
        <translation>留意遗忘(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation>设备(&amp;D)</translation>
    </message>
    <message>
        <source>{title} (download, {size})</source>
        <translation>{title}（需下载，{size}）</translation>
    </message>
    <message>
        <source>&amp;Recommended</source>
        <translation>推荐(&amp;R)</translation>
    </message>
    <message>
        <source>Chooses what suits the amount of speech and this computer, and stops when it is at its best.</source>
        <translation>根据语音量和这台电脑自动选择，并在效果最好时停止。</translation>
    </message>
    <message>
        <source>Sma&amp;ll adapters (LoRA)</source>
        <translation>小型适配器 (LoRA)(&amp;L)</translation>
    </message>
    <message>
        <source>Few weights learn. Fast, needs little memory, and forgets little of what the model knew.</source>
        <translation>只学习少量权重。速度快、占内存少，几乎不会忘记模型原有的知识。</translation>
    </message>
    <message>
        <source>All &amp;weights</source>
        <translation>全部权重(&amp;W)</translation>
    </message>
    <message>
        <source>Learns most where there are hours of speech; takes the most memory.</source>
        <translation>有数小时语音时学得最多；占用内存也最多。</translation>
    </message>
    <message>
        <source>A new model from scrat&amp;ch</source>
        <translation>从零开始的新模型(&amp;C)</translation>
    </message>
    <message>
        <source>Made of the parts that you choose; knows nothing but your data. Good for a small vocabulary.</source>
        <translation>由您选择的部件组成；只懂您的数据。适合小词汇量。</translation>
    </message>
    <message>
        <source>MFCC</source>
        <translation>MFCC</translation>
    </message>
    <message>
        <source>Convolutions (CNN)</source>
        <translation>卷积 (CNN)</translation>
    </message>
    <message>
        <source>Convolutions on the waveform</source>
        <translation>直接处理波形的卷积</translation>
    </message>
    <message>
        <source>LSTM</source>
        <translation>LSTM</translation>
    </message>
    <message>
        <source>Transformer</source>
        <translation>Transformer</translation>
    </message>
    <message>
        <source>Whisper</source>
        <translation>Whisper</translation>
    </message>
    <message>
        <source>Dot product</source>
        <translation>点积</translation>
    </message>
    <message>
        <source>Scaled dot product</source>
        <translation>缩放点积</translation>
    </message>
    <message>
        <source>Additive</source>
        <translation>加性</translation>
    </message>
    <message>
        <source>Multi-head</source>
        <translation>多头</translation>
    </message>
    <message>
        <source>Characters</source>
        <translation>字符</translation>
    </message>
    <message>
        <source>Pieces of words (BPE)</source>
        <translation>子词 (BPE)</translation>
    </message>
</context>
<context>
    <name>MismatchDialog</name>
    <message>
        <source>Text and speech of {name}</source>
        <translation>{name} 的文本与语音</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>What</source>
        <translation>情况</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Places where text and speech differ</source>
        <translation>文本与语音不一致之处</translation>
    </message>
    <message>
        <source>Choose a line to go there. Text that is not spoken is left out of new captions.</source>
        <translation>选择一行即可跳到该处。没有被说出的文本不会进入新字幕。</translation>
    </message>
    <message>
        <source>Not spoken</source>
        <translation>没有被说出</translation>
    </message>
    <message>
        <source>Not in the text</source>
        <translation>不在文本中</translation>
    </message>
</context>
<context>
    <name>ModelController</name>
    <message>
        <source>This goes on as soon as the model is downloaded.</source>
        <translation>模型下载完成后立即继续。</translation>
    </message>
    <message>
        <source>{name} is being downloaded. Wait for it, or cancel that download first.</source>
        <translation>正在下载 {name}。请等待完成，或先取消该下载。</translation>
    </message>
    <message>
        <source>a size that is not known yet</source>
        <translation>大小尚不清楚</translation>
    </message>
    <message>
        <source>Download the model {name}?</source>
        <translation>下载模型 {name}？</translation>
    </message>
    <message>
        <source>It is not on this computer. The download is {size}; media are never sent anywhere.</source>
        <translation>这台电脑上没有该模型。下载大小为 {size}；媒体绝不会发送到任何地方。</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>The model {name} is ready.</source>
        <translation>模型 {name} 已就绪。</translation>
    </message>
</context>
<context>
    <name>NameTemplate</name>
    <message>
        <source>Names of the files</source>
        <translation>文件名</translation>
    </message>
    <message>
        <source>Between braces: name, language, format, style, model, date, number. A slash makes a folder.</source>
        <translation>花括号中可用：name（名称）、language（语言）、format（格式）、style（规范）、model（模型）、date（日期）、number（编号）。斜杠表示文件夹。</translation>
    </message>
    <message>
        <source>Use {fields}, with {name} or {number} among them.</source>
        <translation>请使用 {fields}，其中要有 {name} 或 {number}。</translation>
    </message>
    <message>
        <source>For example: {name}</source>
        <translation>例如：{name}</translation>
    </message>
</context>
<context>
    <name>Notifier</name>
    <message>
        <source>The memory is full. Close other programs, or choose a smaller model.</source>
        <translation>内存已满。请关闭其他程序，或选择更小的模型。</translation>
    </message>
    <message>
        <source>Something unexpected went wrong. Your captions are kept; the log has the details.</source>
        <translation>发生了意外错误。您的字幕仍然保留；详情见日志。</translation>
    </message>
</context>
<context>
    <name>OpenMedia</name>
    <message>
        <source>Video and sound</source>
        <translation>视频和音频</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>Open media</source>
        <translation>打开媒体</translation>
    </message>
</context>
<context>
    <name>OpenText</name>
    <message>
        <source>Scripts and captions</source>
        <translation>文稿和字幕</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>Align text with {name}</source>
        <translation>将文本与 {name} 对齐</translation>
    </message>
</context>
<context>
    <name>PlaybackController</name>
    <message>
        <source>This file cannot be played here ({reason}).</source>
        <translation>此文件无法在此播放（{reason}）。</translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>32 bits (float32)</source>
        <translation>32 位 (float32)</translation>
    </message>
    <message>
        <source>16 bits, wide range (bfloat16)</source>
        <translation>16 位，大范围 (bfloat16)</translation>
    </message>
    <message>
        <source>16 bits (float16, GPU only)</source>
        <translation>16 位 (float16，仅 GPU)</translation>
    </message>
    <message>
        <source>8 bits (int8, processor only)</source>
        <translation>8 位 (int8，仅处理器)</translation>
    </message>
    <message>
        <source>For example: Ada Lovelace, Qwen, log-mel</source>
        <translation>例如：艾达·洛夫莱斯、Qwen、log-mel</translation>
    </message>
    <message>
        <source>Look for speech &amp;first, and skip what is none</source>
        <translation>先检测语音，跳过非语音部分(&amp;F)</translation>
    </message>
    <message>
        <source>Tell the model what was said &amp;before</source>
        <translation>将之前说过的内容告诉模型(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>Of menus and messages; captions have their own.</source>
        <translation>菜单和消息的语言；字幕的语言另行设置。</translation>
    </message>
    <message>
        <source>&amp;Search width</source>
        <translation>搜索宽度(&amp;S)</translation>
    </message>
    <message>
        <source>Texts weighed against each other; automatic weighs them where the model is in doubt.</source>
        <translation>同时比较的文本数；“自动”只在模型没有把握时比较。</translation>
    </message>
    <message>
        <source>&amp;Precision</source>
        <translation>精度(&amp;P)</translation>
    </message>
    <message>
        <source>Fewer bits need less memory and are mostly faster.</source>
        <translation>位数越少，占用内存越少，通常也越快。</translation>
    </message>
    <message>
        <source>&amp;Words to expect</source>
        <translation>预期词语(&amp;W)</translation>
    </message>
    <message>
        <source>Names and terms as they should be spelt, the most important last.</source>
        <translation>应按此书写的名称和术语，最重要的放在最后。</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Without it, silence and music reach the model, which may invent words there.</source>
        <translation>关闭时，静音和音乐也会送入模型，模型可能会凭空写出词语。</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>Names stay spelt alike; takes a little longer.</source>
        <translation>名称的写法保持一致；耗时略长。</translation>
    </message>
</context>
<context>
    <name>Presenter</name>
    <message>
        <source>No captions yet.
Choose “Generate captions”{hint}.</source>
        <translation>还没有字幕。
请选择“生成字幕”{hint}。</translation>
    </message>
    <message>
        <source>Waiting for its turn.</source>
        <translation>正在排队等候。</translation>
    </message>
    <message>
        <source>The text appears here when all of it has its times.</source>
        <translation>全部文本的时间确定后会显示在这里。</translation>
    </message>
    <message>
        <source>Captions appear here as soon as they are written.</source>
        <translation>字幕一写好就会显示在这里。</translation>
    </message>
    <message>
        <source>No speech was found.</source>
        <translation>未发现语音。</translation>
    </message>
    <message>
        <source>Stopped before the first caption.</source>
        <translation>在第一条字幕之前已停止。</translation>
    </message>
    <message>
        <source>Captions of files wait for the live captions</source>
        <translation>文件的字幕在等待实时字幕</translation>
    </message>
    <message>
        <source>Live captions</source>
        <translation>实时字幕</translation>
    </message>
    <message>
        <source>Captions wait for the training</source>
        <translation>字幕在等待训练</translation>
    </message>
    <message>
        <source>&amp;Generate captions</source>
        <translation>生成字幕(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Generate captions for {n} files</source>
        <translation>为 {n} 个文件生成字幕(&amp;G)</translation>
    </message>
    <message>
        <source>Captions that may be wrong are listed here once there are captions.</source>
        <translation>有字幕之后，可能有误的字幕会列在这里。</translation>
    </message>
    <message>
        <source>Nothing worth a look so far.</source>
        <translation>目前没有值得查看之处。</translation>
    </message>
    <message>
        <source>Nothing is worth a look: the sound stands behind every word.</source>
        <translation>没有值得查看之处：每个词都有声音为证。</translation>
    </message>
</context>
<context>
    <name>ProjectController</name>
    <message>
        <source>It is open already, with other captions. Remove it from the queue, then open the project.</source>
        <translation>它已经打开，但字幕不同。请先将其移出队列，再打开此项目。</translation>
    </message>
    <message>
        <source>{name} is read-only. What you change is kept in a copy, until you save it elsewhere.</source>
        <translation>{name} 是只读的。在您另存到别处之前，修改会保存在副本中。</translation>
    </message>
    <message>
        <source>{name} is not where it was. The captions can be edited; to hear them, find the file.</source>
        <translation>{name} 不在原来的位置。字幕可以编辑；若要听到声音，请找到该文件。</translation>
    </message>
    <message>
        <source>Find…</source>
        <translation>查找…</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>以后</translation>
    </message>
    <message>
        <source>Use {name} all the same?</source>
        <translation>仍要使用 {name} 吗？</translation>
    </message>
    <message>
        <source>Its content is not that of the file the captions were made from. Their times may not fit.</source>
        <translation>它的内容与生成字幕的文件不同。时间可能不吻合。</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>{name} is up to date: changes are saved as you make them.</source>
        <translation>{name} 已是最新：修改会随时保存。</translation>
    </message>
    <message>
        <source>Saved as {name}. From now on changes are saved there as you make them.</source>
        <translation>已保存为 {name}。从现在起，修改会随时存入其中。</translation>
    </message>
    <message>
        <source>Save elsewhere…</source>
        <translation>另存到别处…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>The disk refused them, so they are in memory only. Save them elsewhere, or export them.</source>
        <translation>磁盘拒绝写入，因此它们只在内存中。请另存到别处，或导出。</translation>
    </message>
    <message>
        <source>Close without saving the captions of {name}?</source>
        <translation>不保存 {name} 的字幕就关闭？</translation>
    </message>
    <message>
        <source>Close without saving</source>
        <translation>不保存并关闭</translation>
    </message>
    <message>
        <source>{names} and {number} more</source>
        <translation>{names} 以及另外 {number} 个</translation>
    </message>
    <message>
        <source>Captions are left from last time, not finished or not exported: {names}.</source>
        <translation>上次留有未完成或未导出的字幕：{names}。</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
    <message>
        <source>There are captions of {name} from before.</source>
        <translation>{name} 已有以前的字幕。</translation>
    </message>
    <message>
        <source>Open them</source>
        <translation>打开字幕</translation>
    </message>
    <message>
        <source>Begin anew</source>
        <translation>重新开始</translation>
    </message>
</context>
<context>
    <name>Projects</name>
    <message>
        <source>Open project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Save project as</source>
        <translation>项目另存为</translation>
    </message>
    <message>
        <source>Where is {name} now?</source>
        <translation>{name} 现在在哪里？</translation>
    </message>
</context>
<context>
    <name>QtEngine</name>
    <message>
        <source>no picture comes</source>
        <translation>没有画面</translation>
    </message>
</context>
<context>
    <name>QualityController</name>
    <message>
        <source>No other lines or times would help here: the text needs fewer words.</source>
        <translation>仅换行或调整时间无济于事：文本需要更精简。</translation>
    </message>
    <message>
        <source>There is nothing to fix.</source>
        <translation>没有需要修正之处。</translation>
    </message>
    <message>
        <source>Nothing could be mended without other words.</source>
        <translation>不改动文字就无法修正。</translation>
    </message>
    <message>
        <source>The cues are as this style cuts them.</source>
        <translation>字幕条已按此规范切分。</translation>
    </message>
    <message>
        <source>Done.</source>
        <translation>完成。</translation>
    </message>
    <message numerus="yes">
        <source>%n cue(s) still break the style.</source>
        <translation>
            <numerusform>仍有 %n 条字幕不符合规范。</numerusform>
        </translation>
    </message>
    <message>
        <source>Web page</source>
        <translation>网页</translation>
    </message>
    <message>
        <source>Table (CSV)</source>
        <translation>表格 (CSV)</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Write the report</source>
        <translation>写入报告</translation>
    </message>
    <message>
        <source>Cue</source>
        <translation>字幕条</translation>
    </message>
    <message>
        <source>In</source>
        <translation>入点</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>发现</translation>
    </message>
    <message>
        <source>{broken} of {cues} cues break the style {style}.</source>
        <translation>{cues} 条字幕中有 {broken} 条不符合规范 {style}。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Wrote {name}.</source>
        <translation>已写入 {name}。</translation>
    </message>
    <message>
        <source>Every cue keeps to the style, and no word is lost.</source>
        <translation>每条字幕都符合规范，也没有丢失词语。</translation>
    </message>
    <message>
        <source>What breaks the caption style is listed here once there are captions.</source>
        <translation>有字幕之后，不符合规范之处会列在这里。</translation>
    </message>
</context>
<context>
    <name>QualityDock</name>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>规范</translation>
    </message>
    <message>
        <source>The limits that the cues are held to; the cues stay as they are</source>
        <translation>字幕条要遵守的限制；字幕条本身不变</translation>
    </message>
    <message>
        <source>Edit your own style</source>
        <translation>编辑自定义规范</translation>
    </message>
    <message>
        <source>Lay out anew</source>
        <translation>重新排版</translation>
    </message>
    <message>
        <source>Cut the words into cues anew by this style</source>
        <translation>按此规范重新切分字幕条</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>报告…</translation>
    </message>
    <message>
        <source>Write this list to a file</source>
        <translation>将此列表写入文件</translation>
    </message>
    <message>
        <source>{broken} of {cues} cues, {share} %</source>
        <translation>{cues} 条字幕中有 {broken} 条，{share} %</translation>
    </message>
</context>
<context>
    <name>QualityList</name>
    <message>
        <source>What breaks the style</source>
        <translation>不符合规范之处</translation>
    </message>
</context>
<context>
    <name>QueueController</name>
    <message>
        <source>Open all media in a folder</source>
        <translation>打开文件夹中的所有媒体</translation>
    </message>
    <message>
        <source>There is no video or sound file in this folder.</source>
        <translation>此文件夹中没有视频或音频文件。</translation>
    </message>
</context>
<context>
    <name>QueueDock</name>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
</context>
<context>
    <name>QueueModel</name>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Done, {cues}</source>
        <translation>完成，{cues}</translation>
    </message>
    <message>
        <source>Cancelled, {cues} kept</source>
        <translation>已取消，保留 {cues}</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>1 cue</source>
        <translation>1 条字幕</translation>
    </message>
    <message>
        <source>{number} cues</source>
        <translation>{number} 条字幕</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>正在加载模型</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Listening</source>
        <translation>正在倾听</translation>
    </message>
    <message>
        <source>Working, {percent} %</source>
        <translation>进行中，{percent} %</translation>
    </message>
</context>
<context>
    <name>QueueView</name>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Drop files or folders here.</source>
        <translation>将文件或文件夹拖放到这里。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Generate captions</source>
        <translation>生成字幕</translation>
    </message>
    <message>
        <source>Remove from the queue</source>
        <translation>从队列中移除</translation>
    </message>
    <message>
        <source>Try all that failed again</source>
        <translation>重试所有失败的文件</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
</context>
<context>
    <name>RepairSentences</name>
    <message>
        <source>The file is not in UTF-8; it was read as {detail}.</source>
        <translation>该文件不是 UTF-8 编码；已按 {detail} 读取。</translation>
    </message>
    <message numerus="yes">
        <source>%n character(s) could not be read.</source>
        <translation>
            <numerusform>有 %n 个字符无法读取。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n control character(s) were taken out.</source>
        <translation>
            <numerusform>去除了 %n 个控制字符。</numerusform>
        </translation>
    </message>
    <message>
        <source>The first line that the format asks for is missing; the rest was read.</source>
        <translation>缺少该格式要求的首行；其余部分已读取。</translation>
    </message>
    <message>
        <source>The file breaks off; all that is whole was read.</source>
        <translation>文件不完整；完整的部分均已读取。</translation>
    </message>
    <message>
        <source>The file's markup is damaged; all that could be read was read.</source>
        <translation>文件的标记已损坏；能读取的部分均已读取。</translation>
    </message>
    <message numerus="yes">
        <source>%n time stamp(s) were written wrongly and were mended.</source>
        <translation>
            <numerusform>修正了 %n 个书写错误的时间。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) could not be understood and were left out.</source>
        <translation>
            <numerusform>有 %n 行无法理解，已略去。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cue(s) were not parted from the one before.</source>
        <translation>
            <numerusform>有 %n 条字幕未与前一条分开。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cue(s) ended before they began, and were given time to be read.</source>
        <translation>
            <numerusform>有 %n 条字幕结束早于开始，已赋予可供阅读的时间。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cue(s) without text were left out.</source>
        <translation>
            <numerusform>略去了 %n 条没有文本的字幕。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cue(s) stood out of order and were put in place.</source>
        <translation>
            <numerusform>有 %n 条字幕顺序错乱，已放回原位。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) that rolling captions repeat were left out.</source>
        <translation>
            <numerusform>略去了 %n 行滚动字幕的重复内容。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cue(s) lost their formatting (italics, colour, place), which is not kept.</source>
        <translation>
            <numerusform>有 %n 条字幕失去了不予保留的格式（斜体、颜色、位置）。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n drawing(s) were left out.</source>
        <translation>
            <numerusform>略去了 %n 个图形。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n word(s) without times were given some from their neighbours.</source>
        <translation>
            <numerusform>有 %n 个词没有时间，已根据相邻词补上。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReportDialog</name>
    <message>
        <source>What was mended in {name}</source>
        <translation>{name} 的修正内容</translation>
    </message>
    <message>
        <source>The file itself is as it was. The captions in the window are those that were mended.</source>
        <translation>文件本身没有改动。窗口中的字幕是修正后的。</translation>
    </message>
    <message>
        <source>Repairs</source>
        <translation>修正</translation>
    </message>
</context>
<context>
    <name>ResultPage</name>
    <message>
        <source>&amp;Use this model</source>
        <translation>使用此模型(&amp;U)</translation>
    </message>
    <message>
        <source>Choose the new model for captions</source>
        <translation>选用新模型生成字幕</translation>
    </message>
    <message>
        <source>&amp;Go on learning</source>
        <translation>继续学习(&amp;G)</translation>
    </message>
    <message>
        <source>Learn on from where it stopped</source>
        <translation>从停止处继续学习</translation>
    </message>
    <message>
        <source>Stopped before there was anything to keep</source>
        <translation>在有可保留的成果之前已停止</translation>
    </message>
    <message>
        <source>Go on, or begin again with other choices.</source>
        <translation>可以继续，或用其他选项重新开始。</translation>
    </message>
    <message>
        <source>{share:.0f} % fewer wrong words than before</source>
        <translation>错词比之前少 {share:.0f} %</translation>
    </message>
    <message>
        <source>The new model makes more mistakes than the one before</source>
        <translation>新模型的错误比之前的多</translation>
    </message>
    <message>
        <source>The new model is as good as the one before</source>
        <translation>新模型与之前的一样好</translation>
    </message>
    <message>
        <source>Stopped by you; the best model so far is kept.</source>
        <translation>由您停止；已保留迄今最好的模型。</translation>
    </message>
    <message>
        <source>It stopped by itself: it no longer became better.</source>
        <translation>自行停止：不再变好。</translation>
    </message>
    <message>
        <source>It stopped at the time limit.</source>
        <translation>到达时间限制而停止。</translation>
    </message>
    <message>
        <source>Measured on {count} held-out examples, which it did not learn from.</source>
        <translation>在 {count} 个未用于学习的留出样本上测得。</translation>
    </message>
    <message>
        <source>So few make the numbers rough.</source>
        <translation>样本太少，数值只是大致的。</translation>
    </message>
    <message>
        <source>It is in the list of models as {name}.</source>
        <translation>它在模型列表中的名称为 {name}。</translation>
    </message>
    <message>
        <source>Held out</source>
        <translation>留出集</translation>
    </message>
    <message>
        <source>General</source>
        <translation>通用集</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Words wrong</source>
        <translation>错词</translation>
    </message>
    <message>
        <source>Words wrong, as written</source>
        <translation>错词（按原文）</translation>
    </message>
    <message>
        <source>Characters wrong</source>
        <translation>错字</translation>
    </message>
    <message>
        <source>Characters wrong, as written</source>
        <translation>错字（按原文）</translation>
    </message>
    <message>
        <source>Word error rate</source>
        <translation>词错误率</translation>
    </message>
    <message>
        <source>Character error rate</source>
        <translation>字错误率</translation>
    </message>
    <message>
        <source>{rate}, where case and punctuation count</source>
        <translation>{rate}，计入大小写和标点</translation>
    </message>
    <message>
        <source>{rate} of normalised text: without case and punctuation</source>
        <translation>{rate}，按规范化文本计：不计大小写和标点</translation>
    </message>
</context>
<context>
    <name>Review</name>
    <message>
        <source>No sound stands behind this text</source>
        <translation>这段文本没有声音为证</translation>
    </message>
    <message>
        <source>Speech without text, {seconds:.1f} s</source>
        <translation>有语音而无文本，{seconds:.1f} 秒</translation>
    </message>
    <message>
        <source>May be wrong, {percent} %</source>
        <translation>可能有误，{percent} %</translation>
    </message>
</context>
<context>
    <name>ReviewDock</name>
    <message>
        <source>Review</source>
        <translation>审阅</translation>
    </message>
    <message>
        <source>Worst 20</source>
        <translation>最可疑的 20 处</translation>
    </message>
    <message>
        <source>All, by time</source>
        <translation>全部，按时间</translation>
    </message>
    <message>
        <source>Which places</source>
        <translation>哪些位置</translation>
    </message>
    <message>
        <source>Show the most doubtful places first, or all of them one after another</source>
        <translation>先显示最可疑的位置，或按顺序显示全部</translation>
    </message>
    <message>
        <source>1 place</source>
        <translation>1 处</translation>
    </message>
    <message>
        <source>{count} places</source>
        <translation>{count} 处</translation>
    </message>
</context>
<context>
    <name>ReviewList</name>
    <message>
        <source>Places to look at</source>
        <translation>要查看的位置</translation>
    </message>
</context>
<context>
    <name>Ruler</name>
    <message>
        <source>Times</source>
        <translation>时间</translation>
    </message>
</context>
<context>
    <name>RunPage</name>
    <message>
        <source>Progress of the training</source>
        <translation>训练进度</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>Stop, and keep the best model so far</source>
        <translation>停止，并保留迄今最好的模型</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>继续(&amp;R)</translation>
    </message>
    <message>
        <source>Go on learning</source>
        <translation>继续学习</translation>
    </message>
    <message>
        <source>Wait after this step; the memory stays in use</source>
        <translation>完成这一步后等待；内存仍被占用</translation>
    </message>
    <message>
        <source>Measuring: {done} of {total} examples</source>
        <translation>正在测量：{done}/{total} 个样本</translation>
    </message>
    <message>
        <source>Step {step} of {steps}</source>
        <translation>第 {step}/{steps} 步</translation>
    </message>
    <message>
        <source>Round {epoch:.1f}</source>
        <translation>第 {epoch:.1f} 轮</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
    <message>
        <source>{speed:.1f}× real time</source>
        <translation>{speed:.1f} 倍实时速度</translation>
    </message>
    <message>
        <source>{trainable:.1f} of {all:.1f} M weights learn</source>
        <translation>{all:.1f} M 权重中有 {trainable:.1f} M 在学习</translation>
    </message>
</context>
<context>
    <name>SamplesView</name>
    <message>
        <source>Examples from the held-out part appear here after the first evaluation.</source>
        <translation>首次评估后，留出部分的样本会显示在这里。</translation>
    </message>
    <message>
        <source>Examples before and after</source>
        <translation>学习前后的样本</translation>
    </message>
    <message>
        <source>Listen to example {number}</source>
        <translation>试听样本 {number}</translation>
    </message>
    <message>
        <source>Said</source>
        <translation>原话</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
</context>
<context>
    <name>SearchController</name>
    <message>
        <source>There is no dictionary for the language of these captions. Install one for Hunspell, such as hunspell-en-us, and on Linux also libenchant-2-2; then start the program again.</source>
        <translation>没有这些字幕所用语言的词典。请安装 Hunspell 词典，例如 hunspell-en-us，在 Linux 上还需 libenchant-2-2；然后重新启动程序。</translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>{1}, which word times need, is missing or damaged. Install the program again.</source>
        <translation>词时间所需的 {1} 缺失或已损坏。请重新安装程序。</translation>
    </message>
    <message>
        <source>{1} has no sound track {2}: they are numbered from 0 to {3}.</source>
        <translation>{1} 没有音轨 {2}：编号为 0 到 {3}。</translation>
    </message>
    <message>
        <source>The sound of {1} is packed in a way that this program cannot decode. Open it in another program and export it as WAV.</source>
        <translation>{1} 的声音编码方式无法解码。请用其他程序打开并导出为 WAV。</translation>
    </message>
    <message>
        <source>No sound could be decoded from {1}: it is damaged, incomplete or empty. Copy it again, or open it in another program and export it as WAV.</source>
        <translation>无法从 {1} 解码出声音：文件已损坏、不完整或为空。请重新复制，或用其他程序打开并导出为 WAV。</translation>
    </message>
    <message>
        <source>Parts of {1} are damaged and were left out: words may be missing there.</source>
        <translation>{1} 的部分内容已损坏并被略去：那里可能缺少词语。</translation>
    </message>
    <message>
        <source>The time stamps of {1} jump in a way that cannot be true. The sound goes on without a gap there; later times may not fit the picture.</source>
        <translation>{1} 的时间戳出现不可能的跳变。那里的声音会连续接上；之后的时间可能与画面不符。</translation>
    </message>
    <message>
        <source>The sound of {1} ends after {2}, but the file says that it lasts {3}: it may be an incomplete copy.</source>
        <translation>{1} 的声音在 {2} 处结束，但文件声称时长为 {3}：可能是不完整的副本。</translation>
    </message>
    <message>
        <source>{1} claims a sample rate of {2} Hz, which cannot be true: its header is damaged. Copy or export it again.</source>
        <translation>{1} 声称采样率为 {2} Hz，这不可能：文件头已损坏。请重新复制或导出。</translation>
    </message>
    <message>
        <source>The model wants features called '{1}'. There are {2}.</source>
        <translation>模型需要名为“{1}”的特征。可用的有 {2}。</translation>
    </message>
    <message>
        <source>The sound system does not answer ({1}). Start it, or restart the machine.</source>
        <translation>声音系统没有响应（{1}）。请启动它，或重启电脑。</translation>
    </message>
    <message>
        <source>Sound inputs need the PortAudio library, which is not installed (Debian: apt install libportaudio2).</source>
        <translation>音频输入需要 PortAudio 库，但尚未安装（Debian：apt install libportaudio2）。</translation>
    </message>
    <message>
        <source>{1} holds no sound. Choose a sound or video file.</source>
        <translation>{1} 中没有声音。请选择音频或视频文件。</translation>
    </message>
    <message>
        <source>{1} is sound without a header (raw samples), so its sample rate and format are unknown. Save it as WAV first, for example with Audacity (File, Import, Raw Data).</source>
        <translation>{1} 是没有文件头的声音（原始采样），采样率和格式未知。请先另存为 WAV，例如用 Audacity（文件、导入、原始数据）。</translation>
    </message>
    <message>
        <source>{1} has a picture but no sound track. Choose a file with sound.</source>
        <translation>{1} 有画面但没有音轨。请选择有声音的文件。</translation>
    </message>
    <message>
        <source>{1} cannot be read: it is no sound or video file, it has lost its header, or its beginning is damaged. Check that another player opens it, and convert or copy it again.</source>
        <translation>无法读取 {1}：它不是音频或视频文件，或丢失了文件头，或开头已损坏。请确认其他播放器能打开它，并重新转换或复制。</translation>
    </message>
    <message>
        <source>{1} is a folder. Choose a sound or video file in it.</source>
        <translation>{1} 是文件夹。请选择其中的音频或视频文件。</translation>
    </message>
    <message>
        <source>There is no file {1}. Check the name, or choose the file again.</source>
        <translation>没有文件 {1}。请检查名称，或重新选择文件。</translation>
    </message>
    <message>
        <source>{1} is a device or a pipe. Save the sound to a file first.</source>
        <translation>{1} 是设备或管道。请先将声音保存为文件。</translation>
    </message>
    <message>
        <source>You may not read {1}. Change its permissions, or copy it elsewhere.</source>
        <translation>您无权读取 {1}。请更改其权限，或复制到别处。</translation>
    </message>
    <message>
        <source>{1} cannot be read ({2}). Check the disk or the network.</source>
        <translation>无法读取 {1}（{2}）。请检查磁盘或网络。</translation>
    </message>
    <message>
        <source>{1} is empty. Copy or record it again.</source>
        <translation>{1} 是空文件。请重新复制或录制。</translation>
    </message>
    <message>
        <source>{1} has no sound track {2}.</source>
        <translation>{1} 没有音轨 {2}。</translation>
    </message>
    <message>
        <source>{1} cannot be played: its sound is packed in a way unknown here.</source>
        <translation>无法播放 {1}：其声音的编码方式未知。</translation>
    </message>
    <message>
        <source>{1} cannot be played ({2}). Check the disk, or copy it again.</source>
        <translation>无法播放 {1}（{2}）。请检查磁盘，或重新复制。</translation>
    </message>
    <message>
        <source>There is no sound in the recording {1}.</source>
        <translation>录音 {1} 中没有声音。</translation>
    </message>
    <message>
        <source>The recording {1} cannot be read ({2}).</source>
        <translation>无法读取录音 {1}（{2}）。</translation>
    </message>
    <message>
        <source>The recording {1} cannot be mended ({2}).</source>
        <translation>无法修复录音 {1}（{2}）。</translation>
    </message>
    <message>
        <source>{1} exists. Choose another folder, or move the file.</source>
        <translation>{1} 已存在。请选择其他文件夹，或移走该文件。</translation>
    </message>
    <message>
        <source>{1} cannot be written ({2}). Choose another folder.</source>
        <translation>无法写入 {1}（{2}）。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>The sound can no longer be saved in {1} ({2}). Make room there.</source>
        <translation>声音无法再保存到 {1}（{2}）。请在那里腾出空间。</translation>
    </message>
    <message>
        <source>The speech detector cannot be loaded ({1}). Install it again: pip install --force-reinstall silero-vad</source>
        <translation>无法加载语音检测器（{1}）。请重新安装：pip install --force-reinstall silero-vad</translation>
    </message>
    <message>
        <source>Cannot write to {1}: {2}. Make room there.</source>
        <translation>无法写入 {1}：{2}。请在那里腾出空间。</translation>
    </message>
    <message>
        <source>The speech thresholds must satisfy 0 &lt;= end_threshold &lt;= threshold &lt;= 1.</source>
        <translation>语音阈值须满足 0 &lt;= end_threshold &lt;= threshold &lt;= 1。</translation>
    </message>
    <message>
        <source>The padding of speech must lie between 0 and min_silence.</source>
        <translation>语音的留白须在 0 与 min_silence 之间。</translation>
    </message>
    <message>
        <source>max_speech must be at least 1 s and twice min_speech.</source>
        <translation>max_speech 至少为 1 秒，且至少是 min_speech 的两倍。</translation>
    </message>
    <message>
        <source>{1} exists already. Use --overwrite to replace it, or choose another folder.</source>
        <translation>{1} 已存在。请选择替换同名文件，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>Cannot write into {1}: it is a file or lies below one. Choose a folder.</source>
        <translation>无法写入 {1}：它是文件，或位于文件之下。请选择文件夹。</translation>
    </message>
    <message>
        <source>Cannot write {1}: {2}. Choose another folder, or make room on the disk.</source>
        <translation>无法写入 {1}：{2}。请选择其他文件夹，或腾出磁盘空间。</translation>
    </message>
    <message>
        <source>Cannot write {1}: no permission to write into {2}. Choose another folder.</source>
        <translation>无法写入 {1}：没有写入 {2} 的权限。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>{1} is a folder. Choose another name.</source>
        <translation>{1} 是文件夹。请选择其他名称。</translation>
    </message>
    <message>
        <source>The settings cannot be read ({1}). This start uses the defaults.</source>
        <translation>无法读取设置（{1}）。本次启动使用默认设置。</translation>
    </message>
    <message>
        <source>There is no room for a cue: choose a place where none stands.</source>
        <translation>这里放不下字幕条：请选择没有字幕条的位置。</translation>
    </message>
    <message>
        <source>A cue cannot begin before the medium does: choose an in-time of 0 or later.</source>
        <translation>字幕条不能早于媒体开始：请选择 0 或更晚的入点。</translation>
    </message>
    <message>
        <source>A cue must end after it begins: choose a later out-time.</source>
        <translation>字幕条的结束必须晚于开始：请选择更晚的出点。</translation>
    </message>
    <message>
        <source>A cue cannot begin before the cue above it: move that one first.</source>
        <translation>字幕条不能早于上一条开始：请先移动上一条。</translation>
    </message>
    <message>
        <source>The SubStation file is damaged: none of its events can be read. Choose another file.</source>
        <translation>SubStation 文件已损坏：没有一个事件可以读取。请选择其他文件。</translation>
    </message>
    <message>
        <source>This is not a SubStation file: it has no [Events]. Choose another file.</source>
        <translation>这不是 SubStation 文件：缺少 [Events]。请选择其他文件。</translation>
    </message>
    <message>
        <source>The SubStation file is damaged: {1}. Choose another file.</source>
        <translation>SubStation 文件已损坏：{1}。请选择其他文件。</translation>
    </message>
    <message>
        <source>{1} files can be written, not read. Open an SRT, VTT, ASS or JSON file.</source>
        <translation>{1} 文件只能写入，不能读取。请打开 SRT、VTT、ASS 或 JSON 文件。</translation>
    </message>
    <message>
        <source>The {1} file has no cue with text. Choose another file.</source>
        <translation>{1} 文件中没有带文本的字幕条。请选择其他文件。</translation>
    </message>
    <message>
        <source>This table has no columns start, end and text. Choose another file, or name them so.</source>
        <translation>此表格没有 start、end 和 text 列。请选择其他文件，或这样命名各列。</translation>
    </message>
    <message>
        <source>The table is damaged: {1}. Choose another file.</source>
        <translation>表格已损坏：{1}。请选择其他文件。</translation>
    </message>
    <message>
        <source>The captions cannot stand in a Word document: {1}. Choose another format.</source>
        <translation>Word 文档无法容纳这些字幕：{1}。请选择其他格式。</translation>
    </message>
    <message>
        <source>This is not a JSON file of ALM Studio, openai-whisper, whisperX or stable-ts. Choose another file.</source>
        <translation>这不是 ALM Studio、openai-whisper、whisperX 或 stable-ts 的 JSON 文件。请选择其他文件。</translation>
    </message>
    <message>
        <source>There is no format {1}. Choose one of: {2}.</source>
        <translation>没有格式 {1}。请从以下选择：{2}。</translation>
    </message>
    <message>
        <source>This is not a SubViewer file: it has no line with times. Choose another file.</source>
        <translation>这不是 SubViewer 文件：没有时间行。请选择其他文件。</translation>
    </message>
    <message>
        <source>This is not a SubRip file: it has no line with times. Choose another file.</source>
        <translation>这不是 SubRip 文件：没有时间行。请选择其他文件。</translation>
    </message>
    <message>
        <source>This is not a TTML file: its first element is not &lt;tt&gt;. Choose another file.</source>
        <translation>这不是 TTML 文件：首个元素不是 &lt;tt&gt;。请选择其他文件。</translation>
    </message>
    <message>
        <source>This is not a WebVTT file: its first line is not WEBVTT. Choose another file.</source>
        <translation>这不是 WebVTT 文件：首行不是 WEBVTT。请选择其他文件。</translation>
    </message>
    <message>
        <source>Choose one or more cues first.</source>
        <translation>请先选择一条或多条字幕。</translation>
    </message>
    <message>
        <source>The second of the two times must be later than the first.</source>
        <translation>两个时间中第二个必须晚于第一个。</translation>
    </message>
    <message>
        <source>The {1} file is empty. Choose another file.</source>
        <translation>{1} 文件是空的。请选择其他文件。</translation>
    </message>
    <message>
        <source>{1} is too large for a caption file. Choose another file.</source>
        <translation>{1} 太大，不像是字幕文件。请选择其他文件。</translation>
    </message>
    <message>
        <source>{1} cannot be read ({2}). Check the file's name.</source>
        <translation>无法读取 {1}（{2}）。请检查文件名。</translation>
    </message>
    <message>
        <source>The template asks for {{1}}, which is not known. Use {2}.</source>
        <translation>模板中的 {{1}} 未知。请使用 {2}。</translation>
    </message>
    <message>
        <source>The template needs {name} or {number}: else all files would have one name.</source>
        <translation>模板中需要 {name} 或 {number}：否则所有文件会同名。</translation>
    </message>
    <message>
        <source>The template {1} has a brace without its partner. Use {2}.</source>
        <translation>模板 {1} 的花括号不成对。请使用 {2}。</translation>
    </message>
    <message>
        <source>The regular expression takes too long: write it with fewer repetitions.</source>
        <translation>正则表达式耗时过长：请减少重复的写法。</translation>
    </message>
    <message>
        <source>The regular expression is not complete or not valid: {1}.</source>
        <translation>正则表达式不完整或无效：{1}。</translation>
    </message>
    <message>
        <source>The replacement is not valid: {1}.</source>
        <translation>替换文本无效：{1}。</translation>
    </message>
    <message>
        <source>There is no caption style {1}. Choose one of: {2}.</source>
        <translation>没有字幕规范 {1}。请从以下选择：{2}。</translation>
    </message>
    <message>
        <source>The cue cannot be split there: place the cursor between two of its words.</source>
        <translation>无法在此处拆分字幕条：请将光标放在两个词之间。</translation>
    </message>
    <message>
        <source>There is no cue to merge with: choose two or more cues.</source>
        <translation>没有可合并的字幕条：请选择两条或更多。</translation>
    </message>
    <message>
        <source>There is no cue beside this one to move a word to.</source>
        <translation>旁边没有可接收此词的字幕条。</translation>
    </message>
    <message>
        <source>This is the only word of its cue: merge the two cues instead.</source>
        <translation>这是该字幕条中唯一的词：请改为合并两条字幕。</translation>
    </message>
    <message>
        <source>The cues are in order already, and numbered so.</source>
        <translation>字幕条已按顺序排列并编号。</translation>
    </message>
    <message>
        <source>{1} is damaged. Delete it, or measure the heads again: alm-studio models calibrate.</source>
        <translation>{1} 已损坏。请删除它，或重新测量注意力头：alm-studio models calibrate。</translation>
    </message>
    <message>
        <source>{1} is damaged. Get the model again.</source>
        <translation>{1} 已损坏。请重新获取模型。</translation>
    </message>
    <message>
        <source>The bundled model {1} is damaged. Install it again with: {2}</source>
        <translation>内置模型 {1} 已损坏。请重新安装：{2}</translation>
    </message>
    <message>
        <source>Cannot read the model's weights: {1}.</source>
        <translation>无法读取模型的权重：{1}。</translation>
    </message>
    <message>
        <source>{1} is damaged: its card is no table. Get the model again.</source>
        <translation>{1} 已损坏：其说明卡不是表格。请重新获取模型。</translation>
    </message>
    <message>
        <source>This model.bin has version {1}; versions 4 to 6 can be read. Convert the model again.</source>
        <translation>此 model.bin 的版本为 {1}；可读取版本 4 到 6。请重新转换模型。</translation>
    </message>
    <message>
        <source>The model is of another kind ({1}), not Whisper.</source>
        <translation>该模型属于其他类型（{1}），不是 Whisper。</translation>
    </message>
    <message>
        <source>The model is damaged: it claims too many variables. Get the model again.</source>
        <translation>模型已损坏：声称的变量过多。请重新获取模型。</translation>
    </message>
    <message>
        <source>The model is damaged or foreign: it lacks {1}.</source>
        <translation>模型已损坏或来自他处：缺少 {1}。</translation>
    </message>
    <message>
        <source>The model is truncated: its file ends too early. Get the model again.</source>
        <translation>模型不完整：文件过早结束。请重新获取模型。</translation>
    </message>
    <message>
        <source>The model stores {1} in an unknown type ({2}). Convert the model again.</source>
        <translation>模型以未知类型（{2}）存储 {1}。请重新转换模型。</translation>
    </message>
    <message>
        <source>The model is damaged: the size of {1} contradicts its shape. Get the model again.</source>
        <translation>模型已损坏：{1} 的大小与形状矛盾。请重新获取模型。</translation>
    </message>
    <message>
        <source>The model {1} cannot be read ({2}). Get the model again.</source>
        <translation>无法读取模型 {1}（{2}）。请重新获取模型。</translation>
    </message>
    <message>
        <source>The model {1} is damaged or foreign: it lacks {2}.</source>
        <translation>模型 {1} 已损坏或来自他处：缺少 {2}。</translation>
    </message>
    <message>
        <source>The model is damaged: it lacks {1}_scale.</source>
        <translation>模型已损坏：缺少 {1}_scale。</translation>
    </message>
    <message>
        <source>There is no form '{1}'. Choose one of: {2}.</source>
        <translation>没有形式“{1}”。请从以下选择：{2}。</translation>
    </message>
    <message>
        <source>There is no precision '{1}'. Choose one of: {2}.</source>
        <translation>没有精度“{1}”。请从以下选择：{2}。</translation>
    </message>
    <message>
        <source>{1} is a file. Choose a folder.</source>
        <translation>{1} 是文件。请选择文件夹。</translation>
    </message>
    <message>
        <source>The model {1} is not of Whisper's shape, and other programs know no other. Choose the form own, which this program reads.</source>
        <translation>模型 {1} 不是 Whisper 的结构，其他程序只认识后者。请选择 own 形式，本程序可以读取。</translation>
    </message>
    <message>
        <source>{1} is not empty. Choose another folder, or use --overwrite to replace it.</source>
        <translation>{1} 不是空的。请选择其他文件夹，或用 --overwrite 替换它。</translation>
    </message>
    <message>
        <source>{1} holds something else than a model. Choose another folder.</source>
        <translation>{1} 中存放的不是模型。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>{1} on the hub holds no Whisper model in a form that can be read (CTranslate2, safetensors or one .pt file). Choose another one.</source>
        <translation>hub 上的 {1} 没有可读取形式的 Whisper 模型（CTranslate2、safetensors 或单个 .pt 文件）。请选择其他模型。</translation>
    </message>
    <message>
        <source>{1} is being downloaded already. Wait until that is done.</source>
        <translation>{1} 已在下载。请等待完成。</translation>
    </message>
    <message>
        <source>The server does not send {1} of {2}. Try again later.</source>
        <translation>服务器没有发送 {2} 的 {1}。请稍后重试。</translation>
    </message>
    <message>
        <source>{1} of {2} arrived damaged and was thrown away. Download the model again.</source>
        <translation>{2} 的 {1} 到达时已损坏，已丢弃。请重新下载模型。</translation>
    </message>
    <message>
        <source>The model {1} is in a form ({2}) that this version cannot read.</source>
        <translation>模型 {1} 的形式（{2}）本版本无法读取。</translation>
    </message>
    <message>
        <source>The model {1} comes without a vocabulary. Put its tokenizer.json beside the weights, or install the offline model, whose vocabulary serves too.</source>
        <translation>模型 {1} 没有词表。请将其 tokenizer.json 放在权重旁边，或安装离线模型，其词表也可使用。</translation>
    </message>
    <message>
        <source>The model is damaged or foreign: {1} has shape {2}, not {3}.</source>
        <translation>模型已损坏或来自他处：{1} 的形状是 {2}，而不是 {3}。</translation>
    </message>
    <message>
        <source>The model is damaged: {1} holds values that are not numbers. Get the model again.</source>
        <translation>模型已损坏：{1} 中含有非数值。请重新获取模型。</translation>
    </message>
    <message>
        <source>The model {1} does not fit the memory of this device. Choose a smaller one.</source>
        <translation>模型 {1} 超出此设备的内存。请选择更小的模型。</translation>
    </message>
    <message>
        <source>There is no model at {1}. Give a model folder, a .pt file or a model's name.</source>
        <translation>{1} 处没有模型。请给出模型文件夹、.pt 文件或模型名称。</translation>
    </message>
    <message>
        <source>{1} holds no model that can be read: neither a Whisper model.bin (CTranslate2) nor safetensors weights nor a .pt file. If a download or copy was cut short, get the model again.</source>
        <translation>{1} 中没有可读取的模型：既没有 Whisper 的 model.bin (CTranslate2)，也没有 safetensors 权重或 .pt 文件。若下载或复制曾中断，请重新获取模型。</translation>
    </message>
    <message>
        <source>{1} holds a model of another kind ({2}), not Whisper.</source>
        <translation>{1} 中是其他类型（{2}）的模型，不是 Whisper。</translation>
    </message>
    <message>
        <source>{1} holds several .pt files. Give the path of the one you want.</source>
        <translation>{1} 中有多个 .pt 文件。请给出所需文件的路径。</translation>
    </message>
    <message>
        <source>Cannot read the model {1}: {2}.</source>
        <translation>无法读取模型 {1}：{2}。</translation>
    </message>
    <message>
        <source>{1} holds a CTranslate2 model of another kind ({2}), not Whisper.</source>
        <translation>{1} 中是其他类型（{2}）的 CTranslate2 模型，不是 Whisper。</translation>
    </message>
    <message>
        <source>{1} has weights but no config.json. Copy the model's config.json beside them.</source>
        <translation>{1} 有权重但没有 config.json。请将模型的 config.json 复制到旁边。</translation>
    </message>
    <message>
        <source>{1} lacks a readable {2}. Get the model again.</source>
        <translation>{1} 缺少可读取的 {2}。请重新获取模型。</translation>
    </message>
    <message>
        <source>{1} is not a Whisper model: it lacks dims and model_state_dict.</source>
        <translation>{1} 不是 Whisper 模型：缺少 dims 和 model_state_dict。</translation>
    </message>
    <message>
        <source>{1} is damaged or not a Whisper model. Get the model again.</source>
        <translation>{1} 已损坏，或不是 Whisper 模型。请重新获取模型。</translation>
    </message>
    <message>
        <source>The model {1} is damaged ({2}). Get the model again.</source>
        <translation>模型 {1} 已损坏（{2}）。请重新获取模型。</translation>
    </message>
    <message>
        <source>The model {1} lacks its tokenizer.json. Get the model again.</source>
        <translation>模型 {1} 缺少 tokenizer.json。请重新获取模型。</translation>
    </message>
    <message>
        <source>The model {1} was made by a newer version of the program. Update the program.</source>
        <translation>模型 {1} 由更新版本的程序制作。请更新程序。</translation>
    </message>
    <message>
        <source>Cannot write the model {1}: {2}. Choose another folder, or make room on the disk.</source>
        <translation>无法写入模型 {1}：{2}。请选择其他文件夹，或腾出磁盘空间。</translation>
    </message>
    <message>
        <source>No CUDA device '{1}' can be used here. Use --device cpu or auto.</source>
        <translation>此处无法使用 CUDA 设备“{1}”。请使用 --device cpu 或 auto。</translation>
    </message>
    <message>
        <source>No Apple GPU can be used here. Use --device cpu or auto.</source>
        <translation>此处无法使用 Apple GPU。请使用 --device cpu 或 auto。</translation>
    </message>
    <message>
        <source>There is no device '{1}'. Use one of: {2}.</source>
        <translation>没有设备“{1}”。请使用：{2}。</translation>
    </message>
    <message>
        <source>There is no precision '{1}'. Use one of: {2}.</source>
        <translation>没有精度“{1}”。请使用：{2}。</translation>
    </message>
    <message>
        <source>There are no compiled kernels for this device. Use --compute auto.</source>
        <translation>此设备没有可用的编译内核。请使用 --compute auto。</translation>
    </message>
    <message>
        <source>int8 runs on the processor only. Use --compute float16 on this device, or --device cpu.</source>
        <translation>int8 只能在处理器上运行。在此设备上请使用 --compute float16，或使用 --device cpu。</translation>
    </message>
    <message>
        <source>float16 needs a GPU. Use --compute bfloat16 or float32 on the processor.</source>
        <translation>float16 需要 GPU。在处理器上请使用 --compute bfloat16 或 float32。</translation>
    </message>
    <message>
        <source>There is no model “{1}”. Choose one of {2}; or give a model folder, a .pt file or an owner/name on the Hugging Face hub.</source>
        <translation>没有模型“{1}”。请从 {2} 中选择；或给出模型文件夹、.pt 文件或 Hugging Face hub 上的 owner/name。</translation>
    </message>
    <message>
        <source>The model {1} is not installed. Download it in the window under Models, or with: alm-studio models get {2}</source>
        <translation>模型 {1} 尚未安装。请在窗口的“模型”中下载，或使用：alm-studio models get {2}</translation>
    </message>
    <message>
        <source>{1} comes with the program and cannot be removed here.</source>
        <translation>{1} 随程序提供，不能在此移除。</translation>
    </message>
    <message>
        <source>The model {1} is not installed; there is nothing to remove.</source>
        <translation>模型 {1} 没有安装；无可移除。</translation>
    </message>
    <message>
        <source>{1} holds no model that was trained here.</source>
        <translation>{1} 中没有在此训练的模型。</translation>
    </message>
    <message>
        <source>There is no model at {1}. Check the path, or give a model's name such as base.</source>
        <translation>{1} 处没有模型。请检查路径，或给出模型名称，例如 base。</translation>
    </message>
    <message>
        <source>Cannot remove the model {1}: {2}.</source>
        <translation>无法移除模型 {1}：{2}。</translation>
    </message>
    <message>
        <source>Cannot keep the model {1}: {2}. It remains in {3}; make room on the disk.</source>
        <translation>无法保存模型 {1}：{2}。它仍在 {3} 中；请腾出磁盘空间。</translation>
    </message>
    <message>
        <source>A beam of {1} is not possible. Choose 1 to 20.</source>
        <translation>束宽不能为 {1}。请选择 1 到 20。</translation>
    </message>
    <message>
        <source>There is no task '{1}'. Choose transcribe or translate.</source>
        <translation>没有任务“{1}”。请选择 transcribe 或 translate。</translation>
    </message>
    <message>
        <source>The temperature cannot be negative.</source>
        <translation>温度不能为负。</translation>
    </message>
    <message>
        <source>There is no encoder called '{1}'.</source>
        <translation>没有名为“{1}”的编码器。</translation>
    </message>
    <message>
        <source>The model says {1} = {2}; that must be a whole number from 1 to {3}.</source>
        <translation>模型声明 {1} = {2}；应为 1 到 {3} 的整数。</translation>
    </message>
    <message>
        <source>There is no {1} called {2}. Use one of: {3}.</source>
        <translation>没有名为 {2} 的 {1}。请使用：{3}。</translation>
    </message>
    <message>
        <source>The model says dropout = {1}; that must be at least 0 and below 1.</source>
        <translation>模型声明 dropout = {1}；应大于等于 0 且小于 1。</translation>
    </message>
    <message>
        <source>The model's description is damaged.</source>
        <translation>模型的说明已损坏。</translation>
    </message>
    <message>
        <source>The model says it is of the family {1}, which this version does not know.</source>
        <translation>模型声明属于 {1} 系列，本版本不认识。</translation>
    </message>
    <message>
        <source>The model's description is damaged: it says nothing of its {1}.</source>
        <translation>模型的说明已损坏：没有提到 {1}。</translation>
    </message>
    <message>
        <source>The model's description names what this version does not know: {1}.</source>
        <translation>模型的说明中有本版本不认识的内容：{1}。</translation>
    </message>
    <message>
        <source>The model's description is damaged: alignment_heads holds no numbers.</source>
        <translation>模型的说明已损坏：alignment_heads 中没有数字。</translation>
    </message>
    <message>
        <source>The encoder's width is {1}; it must be even, and a multiple of its {2} heads.</source>
        <translation>编码器的宽度为 {1}；应为偶数，且是其 {2} 个头的倍数。</translation>
    </message>
    <message>
        <source>The decoder's width {1} is not a multiple of its {2} heads.</source>
        <translation>解码器的宽度 {1} 不是其 {2} 个头的倍数。</translation>
    </message>
    <message>
        <source>The model says it learned from {1} seconds of sound at a time.</source>
        <translation>模型声明每次从 {1} 秒声音中学习。</translation>
    </message>
    <message>
        <source>The encoder '{1}' cannot listen to the bare waveform. Use 'cnn'.</source>
        <translation>编码器“{1}”不能直接处理波形。请使用“cnn”。</translation>
    </message>
    <message>
        <source>The model's description is damaged: {1}.</source>
        <translation>模型的说明已损坏：{1}。</translation>
    </message>
    <message>
        <source>The model's description is damaged: alignment_heads holds no pairs.</source>
        <translation>模型的说明已损坏：alignment_heads 中没有数对。</translation>
    </message>
    <message>
        <source>The model names an alignment head ({1}, {2}) that it does not have.</source>
        <translation>模型指定了它没有的对齐头 ({1}, {2})。</translation>
    </message>
    <message>
        <source>The model says {1} = {2}, which no Whisper model has. It is damaged or foreign.</source>
        <translation>模型声明 {1} = {2}，Whisper 模型没有这样的值。它已损坏或来自他处。</translation>
    </message>
    <message>
        <source>The model's width {1} is not a multiple of its {2} heads. It is damaged.</source>
        <translation>模型的宽度 {1} 不是其 {2} 个头的倍数。它已损坏。</translation>
    </message>
    <message>
        <source>No speech was found, so there is nothing that the text could be aligned with.</source>
        <translation>未发现语音，因此没有可与文本对齐的内容。</translation>
    </message>
    <message>
        <source>The text is not what is said in the medium: hardly a word of it is heard there. Choose another text, one in the language that is spoken; or set the language.</source>
        <translation>文本不是媒体中所说的内容：几乎没有一个词能听到。请选择其他文本或所说语言的文本；或设置语言。</translation>
    </message>
    <message>
        <source>{1} has no moving picture to draw into. Export the captions as a file instead.</source>
        <translation>{1} 没有可以画入字幕的活动画面。请改为将字幕导出为文件。</translation>
    </message>
    <message>
        <source>No picture of the film could be decoded. Check that a player shows it.</source>
        <translation>影片的画面一帧也无法解码。请确认播放器能显示它。</translation>
    </message>
    <message>
        <source>The pictures cannot be encoded: {1}. Choose another name for the copy.</source>
        <translation>画面无法编码：{1}。请为副本选择其他名称。</translation>
    </message>
    <message>
        <source>The model understood too little speech there. Choose a recording in which somebody speaks.</source>
        <translation>模型在那里听懂的语音太少。请选择有人说话的录音。</translation>
    </message>
    <message>
        <source>The model {1} has a single head; there is nothing to choose.</source>
        <translation>模型 {1} 只有一个头；没有可选的。</translation>
    </message>
    <message>
        <source>{1} names no kind of video that can be written. Let it end in .mkv or .mp4.</source>
        <translation>{1} 不是可写入的视频类型。文件名请以 .mkv 或 .mp4 结尾。</translation>
    </message>
    <message>
        <source>{1} is the film itself. Choose another name for the copy.</source>
        <translation>{1} 就是影片本身。请为副本选择其他名称。</translation>
    </message>
    <message>
        <source>{1} could not be written: {2}. Try the name with .mkv, or make room.</source>
        <translation>无法写入 {1}：{2}。请尝试以 .mkv 为名，或腾出空间。</translation>
    </message>
    <message>
        <source>A file of this kind cannot hold {1} {2}. Choose a name that ends in .mkv.</source>
        <translation>此类文件无法容纳 {1} {2}。请选择以 .mkv 结尾的名称。</translation>
    </message>
    <message>
        <source>The part is {1} s long, and the model hears {2} s at a time. Choose a shorter part.</source>
        <translation>该部分长 {1} 秒，而模型每次听 {2} 秒。请选择更短的部分。</translation>
    </message>
    <message>
        <source>{1} holds no sound from {2} s to {3} s.</source>
        <translation>{1} 在 {2} 秒到 {3} 秒之间没有声音。</translation>
    </message>
    <message>
        <source>There is no text here, and the model hears none. Choose a part in which somebody speaks.</source>
        <translation>这里没有文本，模型也没有听到。请选择有人说话的部分。</translation>
    </message>
    <message>
        <source>The text is too long for one look. Choose a shorter part of it.</source>
        <translation>文本太长，无法一次查看。请选择更短的部分。</translation>
    </message>
    <message>
        <source>{1} ends in no known form. Use a name that ends in .png, .svg or .npz.</source>
        <translation>{1} 的结尾不是已知类型。请使用以 .png、.svg 或 .npz 结尾的名称。</translation>
    </message>
    <message>
        <source>The model {1} has the layers 0 to {2}.</source>
        <translation>模型 {1} 有第 0 到 {2} 层。</translation>
    </message>
    <message>
        <source>The model {1} has the heads 0 to {2} in each layer.</source>
        <translation>模型 {1} 每层有第 0 到 {2} 个头。</translation>
    </message>
    <message>
        <source>A beam of {1} is not possible. Choose 1 to 20, or 0 for automatic.</source>
        <translation>束宽 {1} 不可用。请选择 1 到 20，或选择 0（自动）。</translation>
    </message>
    <message>
        <source>A batch of {1} is not possible. Choose 1 to 128, or 0 for automatic.</source>
        <translation>批量不能为 {1}。请选择 1 到 128，或 0 表示自动。</translation>
    </message>
    <message>
        <source>Audio tracks are counted from 0.</source>
        <translation>音轨从 0 开始计数。</translation>
    </message>
    <message>
        <source>Unknown language '{1}'. Use one of: auto, {2}.</source>
        <translation>未知语言“{1}”。请使用：auto、{2}。</translation>
    </message>
    <message>
        <source>This model knows {1} only, so it cannot translate. Choose a multilingual model.</source>
        <translation>此模型只懂{1}，因此不能翻译。请选择多语言模型。</translation>
    </message>
    <message>
        <source>This model knows {1} only. Choose a multilingual model for other languages.</source>
        <translation>此模型只懂{1}。其他语言请选择多语言模型。</translation>
    </message>
    <message>
        <source>This model does not know {1}. Choose large-v3 or newer for it.</source>
        <translation>此模型不懂{1}。请选择 large-v3 或更新的模型。</translation>
    </message>
    <message>
        <source>The text is too long to be timed at once. Choose a shorter part of it.</source>
        <translation>文本太长，无法一次确定时间。请选择更短的部分。</translation>
    </message>
    <message>
        <source>The words last {1} s, and the model hears {2} s at a time. Choose fewer of them.</source>
        <translation>这些词长 {1} 秒，而模型每次听 {2} 秒。请少选一些。</translation>
    </message>
    <message>
        <source>{1} holds no sound at {2} s.</source>
        <translation>{1} 在 {2} 秒处没有声音。</translation>
    </message>
    <message>
        <source>{1} is no text that can be aligned. Save it as plain text (.txt), or as {2}.</source>
        <translation>{1} 不是可对齐的文本。请保存为纯文本 (.txt)，或 {2}。</translation>
    </message>
    <message>
        <source>{1} holds no words. Choose the text that is spoken in the medium.</source>
        <translation>{1} 中没有词。请选择媒体中所说的文本。</translation>
    </message>
    <message>
        <source>The memory is full. Close other programs, or choose a smaller model.</source>
        <translation>内存已满。请关闭其他程序，或选择更小的模型。</translation>
    </message>
    <message>
        <source>{1} exists already. Choose another name.</source>
        <translation>{1} 已存在。请选择其他名称。</translation>
    </message>
    <message>
        <source>Cannot make the folder {1}: {2}. Choose another folder.</source>
        <translation>无法创建文件夹 {1}：{2}。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>Cannot write {1}: {2}. Choose another folder.</source>
        <translation>无法写入 {1}：{2}。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>Cannot copy {1} to {2}: {3}. Make room there.</source>
        <translation>无法将 {1} 复制到 {2}：{3}。请在那里腾出空间。</translation>
    </message>
    <message>
        <source>The project {1} is damaged. Open a backup of it, or make its captions anew.</source>
        <translation>项目 {1} 已损坏。请打开其备份，或重新生成字幕。</translation>
    </message>
    <message>
        <source>{1} is not a project of this program.</source>
        <translation>{1} 不是本程序的项目。</translation>
    </message>
    <message>
        <source>The disk refuses the project {1} ({2}). Save it elsewhere.</source>
        <translation>磁盘拒绝写入项目 {1}（{2}）。请另存到别处。</translation>
    </message>
    <message>
        <source>The project {1} is open in another window. Close it there first.</source>
        <translation>项目 {1} 已在另一个窗口中打开。请先在那里关闭它。</translation>
    </message>
    <message>
        <source>The disk with the project {1} is full. Make room there, or save it elsewhere.</source>
        <translation>存放项目 {1} 的磁盘已满。请在那里腾出空间，或另存到别处。</translation>
    </message>
    <message>
        <source>The project {1} cannot be opened or made. Choose another folder.</source>
        <translation>无法打开或创建项目 {1}。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>The project {1} is no longer there: it was moved, deleted, or its disk is gone.</source>
        <translation>项目 {1} 已不在原处：它被移动、删除，或磁盘已断开。</translation>
    </message>
    <message>
        <source>The data folder cannot be used ({1}): {2}</source>
        <translation>无法使用数据文件夹（{1}）：{2}</translation>
    </message>
    <message>
        <source>Cannot read {1}: {2}. Check the file and the disk.</source>
        <translation>无法读取 {1}：{2}。请检查文件和磁盘。</translation>
    </message>
    <message>
        <source>A newer version of ALM Studio made {1}. Update the program to open it.</source>
        <translation>{1} 由更新版本的 ALM Studio 制作。请更新程序后打开。</translation>
    </message>
    <message>
        <source>There is no project {1}. It was moved, renamed or deleted.</source>
        <translation>没有项目 {1}。它被移动、重命名或删除了。</translation>
    </message>
    <message>
        <source>The project is this file already. Choose another name for a copy.</source>
        <translation>该项目就是此文件。请为副本选择其他名称。</translation>
    </message>
    <message>
        <source>The step of live captions has to be from 0.1 to 5 s.</source>
        <translation>实时字幕的步长应为 0.1 到 5 秒。</translation>
    </message>
    <message>
        <source>Live captions hear up to 24 s at a time, and keep less than that.</source>
        <translation>实时字幕每次最多听 24 秒，保留的要比这少。</translation>
    </message>
    <message>
        <source>There is no policy '{1}'. Choose one of: {2}.</source>
        <translation>没有策略“{1}”。请从以下选择：{2}。</translation>
    </message>
    <message>
        <source>The caption page cannot be served at {1}:{2} ({3}). Choose another port.</source>
        <translation>无法在 {1}:{2} 提供字幕网页（{3}）。请选择其他端口。</translation>
    </message>
    <message>
        <source>{1} cannot be written ({2}). Choose another file.</source>
        <translation>无法写入 {1}（{2}）。请选择其他文件。</translation>
    </message>
    <message>
        <source>The text can no longer be saved in {1} ({2}).</source>
        <translation>文本无法再保存到 {1}（{2}）。</translation>
    </message>
    <message>
        <source>{1} is not a vocabulary of byte pairs. Get the model again.</source>
        <translation>{1} 不是字节对词表。请重新获取模型。</translation>
    </message>
    <message>
        <source>{1} is damaged ({2}). Get the model again.</source>
        <translation>{1} 已损坏（{2}）。请重新获取模型。</translation>
    </message>
    <message>
        <source>{1} is not a vocabulary of characters. Get the model again.</source>
        <translation>{1} 不是字符词表。请重新获取模型。</translation>
    </message>
    <message>
        <source>A vocabulary of {1} tokens is not Whisper's. The model is foreign or damaged.</source>
        <translation>{1} 个词元的词表不是 Whisper 的。模型来自他处或已损坏。</translation>
    </message>
    <message>
        <source>{1} is not the vocabulary of this model. Get the model again.</source>
        <translation>{1} 不是此模型的词表。请重新获取模型。</translation>
    </message>
    <message>
        <source>This model does not know the language '{1}'.</source>
        <translation>此模型不认识语言“{1}”。</translation>
    </message>
    <message>
        <source>The model's tokenizer.json is not Whisper's. Get the model again.</source>
        <translation>模型的 tokenizer.json 不是 Whisper 的。请重新获取模型。</translation>
    </message>
    <message>
        <source>The model has a vocabulary of a kind ({1}) that this version cannot read.</source>
        <translation>模型的词表类型（{1}）本版本无法读取。</translation>
    </message>
    <message>
        <source>{1} has no tier called '{2}'. It has to be a TextGrid in Praat's long form.</source>
        <translation>{1} 没有名为“{2}”的层。它应是 Praat 长格式的 TextGrid。</translation>
    </message>
    <message>
        <source>No recording of {1} has a TextGrid under 'words'. Add some, or choose another manifest.</source>
        <translation>{1} 的录音在“words”下都没有 TextGrid。请添加，或选择其他清单。</translation>
    </message>
    <message>
        <source>Line {1} of {2} is wrong ({3}). A line needs 'audio' (a file) and 'text'; 'start' and 'end' are seconds. Correct the line.</source>
        <translation>{2} 的第 {1} 行有误（{3}）。每行需要 'audio'（文件）和 'text'；'start' 和 'end' 以秒计。请改正该行。</translation>
    </message>
    <message>
        <source>No line of {1} has a text. Name it 'text'.</source>
        <translation>{1} 中没有一行有文本。请将其命名为 'text'。</translation>
    </message>
    <message>
        <source>Line {1} of {2} is no JSON object. Correct the line.</source>
        <translation>{2} 的第 {1} 行不是 JSON 对象。请改正该行。</translation>
    </message>
    <message>
        <source>{1} is no JSON ({2}). Correct it, or export it again.</source>
        <translation>{1} 不是 JSON（{2}）。请改正，或重新导出。</translation>
    </message>
    <message>
        <source>Line {1} of {2} is no JSON ({3}). Correct the line.</source>
        <translation>{2} 的第 {1} 行不是 JSON（{3}）。请改正该行。</translation>
    </message>
    <message>
        <source>{1} makes its sound by a command ({2}), which ALM Studio does not run. Write the files with it, and name them there.</source>
        <translation>{1} 用命令（{2}）产生声音，ALM Studio 不会运行它。请用该命令写出文件，并在此注明文件名。</translation>
    </message>
    <message>
        <source>{1} has wav.scp but no file 'text' with what is said. Add it.</source>
        <translation>{1} 有 wav.scp，但没有写明内容的 'text' 文件。请添加。</translation>
    </message>
    <message>
        <source>The segment {1} of {2} is wrong ({3}). It should be: name recording start end.</source>
        <translation>{2} 的段 {1} 有误（{3}）。应为：名称 录音 开始 结束。</translation>
    </message>
    <message>
        <source>Line {1} of {2} is not 'name|text'. Correct the line.</source>
        <translation>{2} 的第 {1} 行不是 'name|text'。请改正该行。</translation>
    </message>
    <message>
        <source>There is no sound or video beside {1}. Put the medium there under the name {2}.</source>
        <translation>{1} 旁边没有音频或视频。请将名为 {2} 的媒体放在那里。</translation>
    </message>
    <message>
        <source>The first line of {1} names no columns of sound and text. Put 'audio,text' above it.</source>
        <translation>{1} 的首行没有声音和文本的列名。请在上方加上 'audio,text'。</translation>
    </message>
    <message>
        <source>{1} is no table ({2}, line {3}). Correct it.</source>
        <translation>{1} 不是表格（{2}，第 {3} 行）。请改正。</translation>
    </message>
    <message>
        <source>Line {1} of {2} has {3} columns, the first line {4}. Put texts that hold the delimiter into quotes.</source>
        <translation>{2} 的第 {1} 行有 {3} 列，而首行有 {4} 列。请给含有分隔符的文本加引号。</translation>
    </message>
    <message>
        <source>{1} cannot be read ({2}). Check the file and the disk.</source>
        <translation>无法读取 {1}（{2}）。请检查文件和磁盘。</translation>
    </message>
    <message>
        <source>{1} is not a TextGrid of Praat. Take it away, or export it from Praat again.</source>
        <translation>{1} 不是 Praat 的 TextGrid。请移走它，或从 Praat 重新导出。</translation>
    </message>
    <message>
        <source>{1} has no tier with intervals. Take it away, or name its tier of words 'words'.</source>
        <translation>{1} 没有含区间的层。请移走它，或将词的层命名为 'words'。</translation>
    </message>
    <message>
        <source>{1} is damaged. Take it away, or export it from Praat again.</source>
        <translation>{1} 已损坏。请移走它，或从 Praat 重新导出。</translation>
    </message>
    <message>
        <source>{1} cannot be written ({2}). Make room on the disk.</source>
        <translation>无法写入 {1}（{2}）。请腾出磁盘空间。</translation>
    </message>
    <message>
        <source>{1} ends before {2} s. Check the data again.</source>
        <translation>{1} 在 {2} 秒之前就结束了。请重新检查数据。</translation>
    </message>
    <message>
        <source>{1} cannot be read back. Check the disk, or delete the folder {2}.</source>
        <translation>{1} 无法读回。请检查磁盘，或删除文件夹 {2}。</translation>
    </message>
    <message>
        <source>The decoded sound of {1} cannot be kept in {2} ({3}). Make room on the disk, or set ALM_STUDIO_HOME to a folder with more.</source>
        <translation>{1} 解码后的声音无法保存到 {2}（{3}）。请腾出磁盘空间，或将 ALM_STUDIO_HOME 设为空间更大的文件夹。</translation>
    </message>
    <message>
        <source>{1} is no training data that ALM Studio knows. {2}</source>
        <translation>{1} 不是 ALM Studio 认识的训练数据。{2}</translation>
    </message>
    <message>
        <source>No speech with its text was found in {1}. {2}</source>
        <translation>{1} 中没有找到带文本的语音。{2}</translation>
    </message>
    <message>
        <source>There is no file or folder {1}. Check the name, or choose the data again.</source>
        <translation>没有文件或文件夹 {1}。请检查名称，或重新选择数据。</translation>
    </message>
    <message>
        <source>{1} cannot be read ({2}). Check the name and the disk.</source>
        <translation>无法读取 {1}（{2}）。请检查名称和磁盘。</translation>
    </message>
    <message>
        <source>Cannot write {1}: {2}. The last checkpoint is intact: make room on the disk, then go on with --resume.</source>
        <translation>无法写入 {1}：{2}。上一个检查点完好：请腾出磁盘空间，再用 --resume 继续。</translation>
    </message>
    <message>
        <source>The checkpoint belongs to another model or method. Resume with the settings of its run, or start without --resume.</source>
        <translation>检查点属于其他模型或方法。请用其原来的设置继续，或不用 --resume 重新开始。</translation>
    </message>
    <message>
        <source>This model has no linear layers named {1}. Train without --lora.</source>
        <translation>此模型没有名为 {1} 的线性层。请不用 --lora 训练。</translation>
    </message>
    <message>
        <source>--mixed-precision fp16 needs an NVIDIA GPU. Use bf16 or no.</source>
        <translation>--mixed-precision fp16 需要 NVIDIA GPU。请使用 bf16 或 no。</translation>
    </message>
    <message>
        <source>No example of {1} can be used. Look at the reasons above.</source>
        <translation>{1} 中没有可用的样本。请看上面的原因。</translation>
    </message>
    <message>
        <source>One example is too few: some are learned from, some are kept to see what was learned.</source>
        <translation>一个样本太少：一部分用于学习，一部分要留来检验学到了什么。</translation>
    </message>
    <message>
        <source>There is nothing to learn from. Name a folder, a manifest or a table with --data.</source>
        <translation>没有可供学习的内容。请用 --data 给出文件夹、清单或表格。</translation>
    </message>
    <message>
        <source>Adapters (--lora) belong to a model that exists. Add --model, for example --model base.</source>
        <translation>适配器 (--lora) 要依附于已有的模型。请加上 --model，例如 --model base。</translation>
    </message>
    <message>
        <source>There is no language '{1}'. Use a code such as {2}.</source>
        <translation>没有语言“{1}”。请使用代码，例如 {2}。</translation>
    </message>
    <message>
        <source>{1} cannot be '{2}'. Choose one of: {3}.</source>
        <translation>{1} 不能为“{2}”。请从以下选择：{3}。</translation>
    </message>
    <message>
        <source>{1} is a share: give a number from 0 to 1.</source>
        <translation>{1} 是比例：请给出 0 到 1 的数。</translation>
    </message>
    <message>
        <source>{1} has to be above 0.</source>
        <translation>{1} 必须大于 0。</translation>
    </message>
    <message>
        <source>{1} cannot be below 0.</source>
        <translation>{1} 不能小于 0。</translation>
    </message>
    <message>
        <source>{1} has to be at least {2}.</source>
        <translation>{1} 至少为 {2}。</translation>
    </message>
    <message>
        <source>Cannot read {1}: {2}.</source>
        <translation>无法读取 {1}：{2}。</translation>
    </message>
    <message>
        <source>{1} is not TOML: {2}.</source>
        <translation>{1} 不是 TOML：{2}。</translation>
    </message>
    <message>
        <source>{1} sets '{2}', which is no option. There are: {3}.</source>
        <translation>{1} 设置了“{2}”，但没有此选项。可用的有：{3}。</translation>
    </message>
    <message>
        <source>{1} sets '{2}' to {3}, which is no {4}.</source>
        <translation>{1} 将“{2}”设为 {3}，这不是{4}。</translation>
    </message>
    <message>
        <source>{1} is damaged. Give all options again.</source>
        <translation>{1} 已损坏。请重新给出所有选项。</translation>
    </message>
    <message>
        <source>{1} holds no training that can be resumed. Give --data and --output.</source>
        <translation>{1} 中没有可继续的训练。请给出 --data 和 --output。</translation>
    </message>
    <message>
        <source>Every text is longer than this model can write. Cut the examples into shorter ones.</source>
        <translation>每段文本都超出此模型能写的长度。请将样本切短。</translation>
    </message>
    <message>
        <source>Training speed is measured with Whisper models. Choose one with --model.</source>
        <translation>训练速度用 Whisper 模型测量。请用 --model 选择一个。</translation>
    </message>
</context>
<context>
    <name>ShiftDialog</name>
    <message>
        <source>Shift and stretch</source>
        <translation>平移和缩放时间</translation>
    </message>
    <message>
        <source>&amp;All cues</source>
        <translation>所有字幕条(&amp;A)</translation>
    </message>
    <message>
        <source>The selected one and all that &amp;follow</source>
        <translation>所选字幕条及其后全部(&amp;F)</translation>
    </message>
    <message>
        <source>Only the &amp;selected ones</source>
        <translation>仅所选字幕条(&amp;S)</translation>
    </message>
    <message>
        <source>Which cues</source>
        <translation>哪些字幕条</translation>
    </message>
    <message>
        <source>S&amp;hift by</source>
        <translation>平移(&amp;H)</translation>
    </message>
    <message>
        <source>St&amp;retch</source>
        <translation>缩放(&amp;R)</translation>
    </message>
    <message>
        <source>How far; with a minus sign to an earlier time</source>
        <translation>移动多少；负号表示提前</translation>
    </message>
    <message>
        <source>In-time of the first cue</source>
        <translation>第一条的入点</translation>
    </message>
    <message>
        <source>In-time of the last cue</source>
        <translation>最后一条的入点</translation>
    </message>
    <message>
        <source>To the &amp;play head</source>
        <translation>到播放头(&amp;P)</translation>
    </message>
    <message>
        <source>So far that the first of these cues begins at {time}</source>
        <translation>移动到其中第一条从 {time} 开始</translation>
    </message>
    <message>
        <source>so that the in-times are</source>
        <translation>使入点变为</translation>
    </message>
    <message>
        <source>of the first cue</source>
        <translation>第一条</translation>
    </message>
    <message>
        <source>of the last cue</source>
        <translation>最后一条</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Search by name or key</source>
        <translation>按名称或按键搜索</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>New keys</source>
        <translation>新按键</translation>
    </message>
    <message>
        <source>&amp;Default</source>
        <translation>默认(&amp;D)</translation>
    </message>
    <message>
        <source>Give this action the keys that it comes with</source>
        <translation>恢复此操作自带的按键</translation>
    </message>
    <message>
        <source>&amp;Use it here instead</source>
        <translation>改用于此处(&amp;U)</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation>操作及其按键</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>{keys} is already used for “{action}”.</source>
        <translation>{keys} 已用于“{action}”。</translation>
    </message>
    <message>
        <source>Changed.</source>
        <translation>已更改。</translation>
    </message>
    <message>
        <source>This action has no keys now.</source>
        <translation>此操作现在没有按键。</translation>
    </message>
    <message>
        <source>All actions have the keys that they come with.</source>
        <translation>所有操作均已恢复自带的按键。</translation>
    </message>
    <message>
        <source>Chosen by you</source>
        <translation>由您选择</translation>
    </message>
</context>
<context>
    <name>SoundLane</name>
    <message>
        <source>Log-mel picture of the sound</source>
        <translation>声音的对数梅尔谱图</translation>
    </message>
</context>
<context>
    <name>SourceField</name>
    <message>
        <source>Sound with text or subtitles beside it, CSV, JSON lines, LJSpeech, Common Voice or Kaldi.</source>
        <translation>声音及旁边的文本或字幕、CSV、JSON 行、LJSpeech、Common Voice 或 Kaldi。</translation>
    </message>
    <message>
        <source>Choose &amp;folder…</source>
        <translation>选择文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>Choose f&amp;ile…</source>
        <translation>选择文件(&amp;I)…</translation>
    </message>
    <message>
        <source>Corrected ca&amp;ptions</source>
        <translation>校正过的字幕(&amp;P)</translation>
    </message>
    <message>
        <source>Learn from a folder of sound with its text</source>
        <translation>从带有文本的声音文件夹中学习</translation>
    </message>
    <message>
        <source>Learn from a list of examples, or from a medium's subtitles</source>
        <translation>从样本清单或媒体的字幕中学习</translation>
    </message>
    <message>
        <source>Drop a folder or a file here</source>
        <translation>将文件夹或文件拖放到这里</translation>
    </message>
</context>
<context>
    <name>SpectrogramLane</name>
    <message>
        <source>Spectrogram</source>
        <translation>频谱图</translation>
    </message>
</context>
<context>
    <name>SpellingDialog</name>
    <message>
        <source>Spelling</source>
        <translation>拼写检查</translation>
    </message>
    <message>
        <source>Words that no dictionary knows</source>
        <translation>词典中没有的词</translation>
    </message>
    <message>
        <source>Replace with</source>
        <translation>替换为</translation>
    </message>
    <message>
        <source>What may be meant</source>
        <translation>可能想写的词</translation>
    </message>
    <message>
        <source>&amp;Replace everywhere</source>
        <translation>全部替换(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;It is right</source>
        <translation>拼写正确(&amp;I)</translation>
    </message>
    <message>
        <source>Leave this word as it is, and do not list it again</source>
        <translation>保留此词原样，不再列出</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message numerus="yes">
        <source>(and %n more)</source>
        <translation>
            <numerusform>（另有 %n 个）</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n word(s) left</source>
        <translation>
            <numerusform>还剩 %n 个词</numerusform>
        </translation>
    </message>
    <message>
        <source>All words are right.</source>
        <translation>所有词都正确。</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Recent</source>
        <translation>最近</translation>
    </message>
    <message>
        <source>Open {name}</source>
        <translation>打开 {name}</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Model, device and precision in use</source>
        <translation>正在使用的模型、设备和精度</translation>
    </message>
    <message>
        <source>{speed:.1f}× real time</source>
        <translation>{speed:.1f} 倍实时速度</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
    <message>
        <source>{number} more in the queue</source>
        <translation>队列中还有 {number} 个</translation>
    </message>
    <message>
        <source>Downloading the model</source>
        <translation>正在下载模型</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>正在加载模型</translation>
    </message>
    <message>
        <source>Looking for speech</source>
        <translation>正在检测语音</translation>
    </message>
    <message>
        <source>Writing captions</source>
        <translation>正在生成字幕</translation>
    </message>
    <message>
        <source>Aligning the text</source>
        <translation>正在对齐文本</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
</context>
<context>
    <name>StepBar</name>
    <message>
        <source>Step {number} of {count}: {name}</source>
        <translation>第 {number}/{count} 步：{name}</translation>
    </message>
</context>
<context>
    <name>StyleDialog</name>
    <message>
        <source>Own caption style</source>
        <translation>自定义字幕规范</translation>
    </message>
    <message>
        <source>Own, as it is</source>
        <translation>自定义，保持现状</translation>
    </message>
    <message>
        <source>&amp;Begin with</source>
        <translation>起始规范(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Characters a line</source>
        <translation>每行字符数(&amp;C)</translation>
    </message>
    <message>
        <source>… in Chinese and Korean</source>
        <translation>…… 中文和韩文</translation>
    </message>
    <message>
        <source>&amp;Lines</source>
        <translation>行数(&amp;L)</translation>
    </message>
    <message>
        <source>Characters a &amp;second</source>
        <translation>每秒字符数(&amp;S)</translation>
    </message>
    <message>
        <source>How fast one has to read at most</source>
        <translation>最快的阅读速度</translation>
    </message>
    <message>
        <source>S&amp;hortest</source>
        <translation>最短(&amp;H)</translation>
    </message>
    <message>
        <source>Least time on screen</source>
        <translation>最短显示时间</translation>
    </message>
    <message>
        <source>L&amp;ongest</source>
        <translation>最长(&amp;O)</translation>
    </message>
    <message>
        <source>Most time on screen</source>
        <translation>最长显示时间</translation>
    </message>
    <message>
        <source>Least &amp;gap</source>
        <translation>最小间隔(&amp;G)</translation>
    </message>
    <message>
        <source>Between two cues</source>
        <translation>两条字幕之间</translation>
    </message>
    <message>
        <source>Close gaps &amp;below</source>
        <translation>消除小于此值的间隔(&amp;B)</translation>
    </message>
    <message>
        <source>A shorter gap only flickers</source>
        <translation>更短的间隔只会闪烁</translation>
    </message>
    <message>
        <source>Stay &amp;after the words</source>
        <translation>词后停留(&amp;A)</translation>
    </message>
    <message>
        <source>At most, so as to be read</source>
        <translation>最多如此，以便阅读</translation>
    </message>
    <message>
        <source>Co&amp;me before the words</source>
        <translation>词前出现(&amp;M)</translation>
    </message>
    <message>
        <source>At most, and only where it could not be read otherwise</source>
        <translation>最多如此，且仅在否则来不及阅读时</translation>
    </message>
    <message>
        <source>New captions are cut by it once it is chosen as the caption style.</source>
        <translation>将其选为字幕规范后，新字幕便按它切分。</translation>
    </message>
</context>
<context>
    <name>Styles</name>
    <message>
        <source>Vertical video</source>
        <translation>竖屏视频</translation>
    </message>
    <message>
        <source>As the model wrote it</source>
        <translation>模型原文</translation>
    </message>
    <message>
        <source>Own</source>
        <translation>自定义</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Part of the timeline in view</source>
        <translation>时间线的可见部分</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
</context>
<context>
    <name>TimelineController</name>
    <message>
        <source>The sound cannot be shown.</source>
        <translation>无法显示声音。</translation>
    </message>
    <message>
        <source>Reading the sound…</source>
        <translation>正在读取声音…</translation>
    </message>
    <message>
        <source>These captions have no times of words. “Align text” finds them.</source>
        <translation>这些字幕没有词的时间。可用“对齐文本”求得。</translation>
    </message>
    <message>
        <source>Words appear here with the captions.</source>
        <translation>词语会随字幕一起显示在这里。</translation>
    </message>
    <message>
        <source>The training has the device. Try again when it is over.</source>
        <translation>设备正用于训练。请在训练结束后重试。</translation>
    </message>
</context>
<context>
    <name>Times</name>
    <message>
        <source>“{text}” is no time: write it as minutes:seconds.milliseconds.</source>
        <translation>“{text}”不是时间：请写成 分:秒.毫秒。</translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>不到一分钟</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} 小时 {minutes} 分钟</translation>
    </message>
</context>
<context>
    <name>TrainingController</name>
    <message>
        <source>The training of {name} is not finished.</source>
        <translation>{name} 的训练尚未完成。</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Another training runs. Stop it first, or wait for its end.</source>
        <translation>另一个训练正在进行。请先停止它，或等待其结束。</translation>
    </message>
    <message>
        <source>Another window works on this training.</source>
        <translation>另一个窗口正在处理此训练。</translation>
    </message>
    <message>
        <source>The training ended without a result.</source>
        <translation>训练结束，没有结果。</translation>
    </message>
</context>
<context>
    <name>TrainingDataController</name>
    <message>
        <source> and {number} more</source>
        <translation> 以及另外 {number} 个</translation>
    </message>
    <message>
        <source>{number} files</source>
        <translation>{number} 个文件</translation>
    </message>
    <message>
        <source>Corrected captions of {name}</source>
        <translation>{name} 的校正字幕</translation>
    </message>
</context>
<context>
    <name>TrainingProcess</name>
    <message>
        <source>The training cannot be started: {reason}.</source>
        <translation>无法开始训练：{reason}。</translation>
    </message>
    <message>
        <source>The training ended unexpectedly. What it had saved is kept.</source>
        <translation>训练意外结束。已保存的内容仍然保留。</translation>
    </message>
    <message>
        <source>The training was ended from outside, perhaps because the memory was full. What it had saved is kept.</source>
        <translation>训练被外部终止，可能是因为内存已满。已保存的内容仍然保留。</translation>
    </message>
    <message>
        <source>The training crashed. What it had saved is kept; the log has the details.</source>
        <translation>训练崩溃。已保存的内容仍然保留；详情见日志。</translation>
    </message>
</context>
<context>
    <name>TrainingStatus</name>
    <message>
        <source>Show the training</source>
        <translation>显示训练</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
</context>
<context>
    <name>TranscriptionController</name>
    <message>
        <source>A training or live captions have the device. Align the text when they are over.</source>
        <translation>设备正用于训练或实时字幕。请在其结束后对齐文本。</translation>
    </message>
    <message>
        <source>A training or live captions have the device. Write the captions again when they are over.</source>
        <translation>设备正用于训练或实时字幕。请在其结束后重新生成字幕。</translation>
    </message>
    <message>
        <source>No speech was found.</source>
        <translation>未发现语音。</translation>
    </message>
</context>
<context>
    <name>TransportBar</name>
    <message>
        <source>Position</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Position in the media</source>
        <translation>媒体中的位置</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>音量</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Speed of playback; the pitch is kept</source>
        <translation>播放速度；音高不变</translation>
    </message>
</context>
<context>
    <name>VideoView</name>
    <message>
        <source>Picture</source>
        <translation>画面</translation>
    </message>
    <message>
        <source>Sound only</source>
        <translation>只有声音</translation>
    </message>
</context>
<context>
    <name>WaveformLane</name>
    <message>
        <source>Waveform</source>
        <translation>波形</translation>
    </message>
</context>
<context>
    <name>WordsLane</name>
    <message>
        <source>Words and attention</source>
        <translation>词语和注意力</translation>
    </message>
    <message>
        <source>Drag a word's boundary to correct it. Shift and drag marks a stretch.</source>
        <translation>拖动词的边界可校正它。按住 Shift 拖动可标记一段。</translation>
    </message>
    <message>
        <source>“{word}”  {times}
probability {share:.0%}</source>
        <translation>“{word}”  {times}
概率 {share:.0%}</translation>
    </message>
</context>
<context>
    <name>_Counts</name>
    <message numerus="yes">
        <source>%n heard word(s) left out</source>
        <translation>
            <numerusform>漏掉 %n 个听到的词</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cue(s)</source>
        <translation>
            <numerusform>%n 条字幕</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Delegate</name>
    <message>
        <source>No longer there: {path}</source>
        <translation>已不在原处：{path}</translation>
    </message>
</context>
<context>
    <name>_ExampleTable</name>
    <message>
        <source>Examples</source>
        <translation>样本</translation>
    </message>
</context>
<context>
    <name>_Sample</name>
    <message>
        <source>Sample</source>
        <translation>样本</translation>
    </message>
</context>
</TS>
