"""What the simulation had to guess: facts about Slack that its documentation does not settle."""

FACTS = (
    "クリックとコマンドが再送されることがあるか: 再送しないものとしています。",
    "文字数の上限でサロゲートペアを何文字と数えるか: 厳しいほうのUTF-16単位で数えています。",
    "response_url で replace_original を省いたとき: クリック元のメッセージを置き換えるものとしています。",
    "スラッシュコマンドの response_url で replace_original を指定したとき: 新しいメッセージとして表示します。",
    "response_url の中身が不正なときの応答: HTTP 400 と error コードとしています。",
    "エフェメラルメッセージの block_actions: message を含まず、state は含むものとしています。",
    "メッセージを置き換えたときの選択状態: block_id・action_id・選択肢が同じものだけ残します。",
    "スラッシュコマンドの text の & < >: メッセージと同じくエスケープして送ります。",
    "選択肢の value が同じ要素の中で重なるとき: invalid_blocks として拒否します。",
    "組織全体へのインストールでの user.team_id: 組織のIDを入れています。",
    "モーダルが開いているときの views.open: 開いているモーダルを閉じて開き直します。",
    "カード・カルーセル・アラートなど新しいブロック: 検証できないため拒否します。",
    "コマンド名のあとの全角スペース: 区切りと見なさず、コマンド名の一部とします。",
    "入力した絵文字の :短縮名: への変換: 変換せずに届けます。",
    "使用済みのSocket Modeチケットへの応答: HTTP 403 としています。",
    "chat.postMessage のチャンネルごとの上限: 5秒に5件としています（資料は「およそ毎秒1件」）。",
    "モーダルの文字数や範囲の検査: Slackのクライアントが送信前に行うものとしています。",
    "表を使えないワークスペースの応答: invalid_blocks としています（refuse_blocks で切り替えます）。",
)
